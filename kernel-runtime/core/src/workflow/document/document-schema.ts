import { dtypes } from '../../array/dtype.js';

/** The part of JSON Schema draft-07 that the schema of documents uses. */
export interface SchemaNode {
  readonly $schema?: string;
  readonly $id?: string;
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly definitions?: Readonly<Record<string, SchemaNode>>;
  readonly type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean';
  readonly const?: number | string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: SchemaNode;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode;
  /** Records of which the first whose required names are all there decides. */
  readonly oneOf?: readonly SchemaNode[];
}

const text = (description?: string): SchemaNode => (description ? { type: 'string', description } : { type: 'string' });
const ref = (name: string): SchemaNode => ({ $ref: `#/definitions/${name}` });
const recordOf = (entry: SchemaNode, description?: string): SchemaNode => ({
  type: 'object',
  ...(description ? { description } : {}),
  additionalProperties: entry,
});
const listOf = (items: SchemaNode): SchemaNode => ({ type: 'array', items });
const has = (properties: Readonly<Record<string, SchemaNode>>): SchemaNode => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
});
const point: SchemaNode = { type: 'array', items: { type: 'number' }, minItems: 2, maxItems: 2 };

const kind = (name: string, more: Readonly<Record<string, SchemaNode>> = {}, optional = {}): SchemaNode => ({
  type: 'object',
  required: ['kind', ...Object.keys(more)],
  properties: { kind: { const: name }, ...more, ...optional },
});

const definitions: Readonly<Record<string, SchemaNode>> = {
  workflow: {
    type: 'object',
    required: ['id', 'version', 'title', 'nodes', 'outputs'],
    properties: {
      id: { type: 'string', pattern: '^[a-z][a-zA-Z0-9]*(\\.[a-z][a-zA-Z0-9]*)+$', description: 'As in `ct.full`.' },
      version: text('Semantic version; a new result for the same input needs a new one.'),
      title: text(),
      help: text(),
      inputs: recordOf(ref('port'), 'What the workflow is given, by name.'),
      params: recordOf(ref('param'), 'What it can be told, by name.'),
      nodes: listOf(ref('node')),
      outputs: recordOf(ref('output'), 'What it gives, by name.'),
    },
  },
  node: {
    type: 'object',
    description: 'A step: `algorithm` and `version` of one that is installed, or a `workflow` of its own.',
    required: ['name'],
    properties: {
      name: text('Unique within the workflow.'),
      algorithm: text('Id of the algorithm.'),
      version: text('Its version.'),
      workflow: ref('workflow'),
      inputs: recordOf(ref('source')),
      params: recordOf(ref('source')),
      scatter: { ...listOf(text()), description: 'Inputs that are lists: the step runs once for each entry.' },
      when: { ...ref('source') },
      retries: { type: 'integer', minimum: 0, description: 'How often it is tried again after a failure.' },
      onError: { type: 'string', enum: ['fail', 'skip'] },
    },
  },
  source: {
    description: 'Where a value comes from.',
    oneOf: [
      has({ node: text('A step'), port: text('and its output.') }),
      has({ input: text('An input of the workflow.') }),
      has({ param: text('A parameter of the workflow.') }),
      has({ value: {} }),
      has({ first: listOf(ref('source')) }),
    ],
  },
  output: {
    type: 'object',
    required: ['from'],
    properties: { from: ref('source'), type: ref('portType') },
  },
  port: { type: 'object', required: ['type'], properties: { type: ref('portType'), title: text() } },
  portType: {
    description: 'What flows through a port.',
    oneOf: [
      ...['number', 'integer', 'boolean', 'string'].map(name => kind(name, {}, { unit: text() })),
      kind('array', { dtypes: listOf({ type: 'string', enum: dtypes }), axes: listOf(text()) }, { unit: text() }),
      kind('table', { columns: listOf(text()) }),
      kind('file', { format: text() }),
      kind('dataset', { dataset: text() }),
      kind('list', { of: ref('portType') }),
      kind('optional', { of: ref('portType') }),
      kind('any'),
    ],
  },
  param: {
    type: 'object',
    description: 'JSON Schema of the parameter, with `unit`, `advanced` and `optional`.',
    required: ['type'],
    properties: {
      type: { type: 'string', enum: ['number', 'integer', 'boolean', 'string', 'array', 'object'] },
      title: text(),
      description: text(),
      unit: text(),
      minimum: { type: 'number' },
      maximum: { type: 'number' },
      advanced: { type: 'boolean' },
      optional: { type: 'boolean' },
      enum: { type: 'array' },
      default: {},
    },
  },
  values: {
    type: 'object',
    description: 'What the workflow is run with.',
    properties: {
      inputs: recordOf({}, 'Files by path, relative to the folder of the document.'),
      params: recordOf({}, 'Parameters that differ from their default.'),
      use: recordOf(text(), 'Pinned bodies: algorithm id to name of the implementation.'),
    },
  },
  view: {
    type: 'object',
    description: 'How the workflow is drawn; changes no result.',
    properties: {
      positions: recordOf(
        point,
        'Upper left corner of each step, pixels; `input:NAME` and `output:NAME` are those of the workflow.',
      ),
      groups: listOf({
        type: 'object',
        required: ['id', 'title', 'nodes'],
        properties: { id: text(), title: text(), nodes: listOf(text()) },
      }),
      comments: listOf({
        type: 'object',
        required: ['id', 'text'],
        properties: { id: text(), text: text(), at: point },
      }),
      nested: recordOf(ref('view'), 'How the workflows inside steps are drawn, by the name of the step.'),
    },
  },
};

/** JSON Schema (draft-07) of a `.daisy` document. Names that it does not know are allowed everywhere and kept. */
export const documentSchema: SchemaNode = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Daisy document',
  description: 'A workflow with its inputs and parameters.',
  type: 'object',
  required: ['daisy', 'workflow'],
  properties: {
    daisy: { const: 2, description: 'Format of the document.' },
    workflow: ref('workflow'),
    values: ref('values'),
    view: ref('view'),
  },
  definitions,
};
