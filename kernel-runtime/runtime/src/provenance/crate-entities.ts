import type { PortType, Provenance, StepRecord, WorkflowData } from '@daisy-lab/core';

/** An entity of a crate: flat JSON-LD, references to others as `{ '@id': ... }`. */
export interface Entity {
  readonly '@id': string;
  readonly '@type': string | readonly string[];
  readonly [property: string]: unknown;
}

export interface Reference {
  readonly '@id': string;
}

/** What a crate tells about. */
export interface CrateContent {
  readonly provenance: Provenance;
  /** The workflow as its document has it. */
  readonly workflow: WorkflowData;
  /** Name of the document in the crate. */
  readonly document: string;
  /** Entities of the input files, by input. */
  readonly inputs: Readonly<Record<string, Entity>>;
  /** Entities of the output files, by output; several outputs may lie in one file. */
  readonly outputs: Readonly<Record<string, Entity>>;
}

export const refTo = ({ '@id': id }: Entity | Reference): Reference => ({ '@id': id });

const engineId = '#daisy';
const languageId = '#daisy-document';
export const runId = '#run';

/** The workflow with its formal parameters, language, tools and steps: what was meant to happen. */
export function workflowEntities({ workflow, document, provenance }: CrateContent): readonly Entity[] {
  const inputs = Object.entries(workflow.inputs ?? {}).map(([name, { type, title }]) =>
    formal('input', name, additionalType(type), title, { valueRequired: type.kind !== 'optional' }),
  );
  const params = Object.entries(workflow.params ?? {}).map(([name, { type, title, default: value, optional, unit }]) =>
    formal('param', name, schemaType(type), title, {
      ...(value === undefined ? {} : { defaultValue: textOf(value) }),
      ...(unit ? { unitText: unit } : {}),
      valueRequired: !optional && value === undefined,
    }),
  );
  const outputs = Object.entries(workflow.outputs).map(([name, { type }]) =>
    formal('output', name, type ? additionalType(type) : 'File', undefined, {}),
  );
  const steps = stepsOf(provenance);
  const tools = new Map(steps.map(step => [toolId(step), toolOf(step)]));
  const howTo = steps.map((step, at): Entity => ({
    '@id': stepId(step),
    '@type': 'HowToStep',
    name: step.title,
    position: String(at),
    workExample: { '@id': toolId(step) },
  }));
  const main: Entity = {
    '@id': document,
    '@type': ['File', 'SoftwareSourceCode', 'ComputationalWorkflow', ...(howTo.length > 0 ? ['HowTo'] : [])],
    name: workflow.title,
    identifier: workflow.id,
    version: workflow.version,
    ...(workflow.help ? { description: workflow.help } : {}),
    encodingFormat: 'application/json',
    programmingLanguage: { '@id': languageId },
    input: [...inputs, ...params].map(refTo),
    output: outputs.map(refTo),
    ...(howTo.length > 0 ? { hasPart: [...tools.keys()].map(id => ({ '@id': id })), step: howTo.map(refTo) } : {}),
  };
  const language: Entity = {
    '@id': languageId,
    '@type': 'ComputerLanguage',
    name: 'Daisy document',
    alternateName: 'daisy',
  };
  return [main, language, ...inputs, ...params, ...outputs, ...tools.values(), ...howTo];
}

/** The run and its steps: what happened. */
export function runEntities(content: CrateContent): readonly Entity[] {
  const { provenance, document, inputs, outputs } = content;
  const { times, machine, daisy = '' } = provenance;
  const values = [
    ...Object.entries(provenance.params).map(entry => ['param', ...entry] as const),
    ...Object.entries(provenance.values ?? {}).map(entry => ['input', ...entry] as const),
  ]
    .filter(([, , value]) => value !== undefined && value !== null)
    .map(([kind, name, value]): Entity => ({
      '@id': `#${kind}-value-${name}`,
      '@type': 'PropertyValue',
      name,
      value: textOf(value),
      exampleOfWork: { '@id': formalId(kind, name) },
    }));
  const where = machine
    ? ` on ${machine.host} (${machine.system}; ${machine.processor}, ${machine.cores} cores; Node ${machine.node})`
    : '';
  const run: Entity = {
    '@id': runId,
    '@type': 'CreateAction',
    name: `Run of ${provenance.algorithm} ${provenance.version}`,
    description: `Computed by Daisy ${daisy}${where}.`,
    instrument: { '@id': document },
    object: unique([...Object.values(inputs), ...values]).map(refTo),
    result: unique(Object.values(outputs)).map(refTo),
    ...spanOf(times?.started, times?.ended),
    actionStatus: 'http://schema.org/CompletedActionStatus',
  };
  const steps = stepsOf(provenance);
  const actions = steps.flatMap((step): readonly Entity[] => [
    {
      '@id': `#action-${encodeURIComponent(step.node)}`,
      '@type': 'CreateAction',
      name: `Run of ${step.algorithm}`,
      description: stepText(step),
      instrument: { '@id': toolId(step) },
      ...spanOf(step.started, step.ended),
      actionStatus: `http://schema.org/${step.state === 'failed' ? 'Failed' : 'Completed'}ActionStatus`,
    },
    {
      '@id': controlId(step),
      '@type': 'ControlAction',
      name: `Step ${step.node}`,
      instrument: { '@id': stepId(step) },
      object: { '@id': `#action-${encodeURIComponent(step.node)}` },
    },
  ]);
  const engine: Entity = { '@id': engineId, '@type': 'SoftwareApplication', name: 'Daisy', softwareVersion: daisy };
  const organized: Entity = {
    '@id': '#engine-run',
    '@type': 'OrganizeAction',
    name: `Run of Daisy ${daisy}`,
    instrument: { '@id': engineId },
    object: steps.map(step => ({ '@id': controlId(step) })),
    result: { '@id': runId },
    ...spanOf(times?.started, times?.ended),
  };
  return [run, ...values, ...actions, engine, ...(steps.length > 0 ? [organized] : [])];
}

/** The steps that can be told one by one: nested workflows would have to be described as workflows of their own. */
export function stepsOf({ steps = [] }: Provenance): readonly StepRecord[] {
  const told = steps.filter(({ node, state }) => node !== '' && state !== 'skipped');
  return told.some(({ node }) => node.includes('/')) ? [] : told;
}

export const formalId = (kind: 'input' | 'param' | 'output', name: string): string =>
  `#${kind}-${encodeURIComponent(name)}`;
const toolId = ({ algorithm, version }: StepRecord): string => `#${algorithm}-${version}`;
const stepId = ({ node }: StepRecord): string => `#step-${encodeURIComponent(node)}`;
const controlId = ({ node }: StepRecord): string => `#control-${encodeURIComponent(node)}`;

function toolOf(step: StepRecord): Entity {
  return {
    '@id': toolId(step),
    '@type': 'SoftwareApplication',
    name: step.algorithm,
    description: step.title,
    softwareVersion: step.version,
  };
}

function stepText({ state, implementation, reason }: StepRecord): string {
  if (state === 'cached') return 'The result of an earlier run was taken.';
  return implementation ? `Computed by the body "${implementation}"${reason ? `: ${reason}` : ''}.` : 'Computed.';
}

function formal(
  kind: 'input' | 'param' | 'output',
  name: string,
  type: string,
  description: string | undefined,
  more: Readonly<Record<string, unknown>>,
): Entity {
  return {
    '@id': formalId(kind, name),
    '@type': 'FormalParameter',
    name,
    additionalType: type,
    ...(description ? { description } : {}),
    ...more,
  };
}

function additionalType(type: PortType): string {
  switch (type.kind) {
    case 'optional':
    case 'list':
      return additionalType(type.of);
    case 'number':
      return 'Float';
    case 'integer':
      return 'Integer';
    case 'boolean':
      return 'Boolean';
    case 'string':
      return 'Text';
    default:
      return 'File';
  }
}

function schemaType(type: string | undefined): string {
  if (type === 'number') return 'Float';
  if (type === 'integer') return 'Integer';
  return type === 'boolean' ? 'Boolean' : type === 'string' ? 'Text' : 'PropertyValue';
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const spanOf = (started: string | undefined, ended: string | undefined): object => ({
  ...(started ? { startTime: started } : {}),
  ...(ended ? { endTime: ended } : {}),
});

const unique = (entities: readonly Entity[]): readonly Entity[] => [
  ...new Map(entities.map(entity => [entity['@id'], entity])).values(),
];
