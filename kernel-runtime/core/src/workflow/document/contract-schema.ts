import type { JsonSchema } from '../../algorithm/json-schema.js';
import type { PortType } from '../../algorithm/port.js';
import type { Contract } from './contract-of.js';

/** JSON Schema (draft-07) of what a run of an algorithm is asked for: `{ inputs, params }`, as in `values` of a document. */
export function contractSchema({ id, version, title, inputs, params }: Contract): Readonly<Record<string, unknown>> {
  const ports = Object.entries(inputs).map(([name, { type, title: label }]) => [
    name,
    { title: label, ...schemaOf(type) },
  ]);
  const needed = Object.entries(inputs).filter(([, { type }]) => type.kind !== 'optional');
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: `${id} ${version}`,
    description: title,
    type: 'object',
    properties: {
      inputs: { type: 'object', properties: Object.fromEntries(ports), required: needed.map(([name]) => name) },
      params,
    },
    required: needed.length > 0 ? ['inputs'] : [],
  };
}

/** Values of a port as JSON has them: files and arrays by the path of a file. */
function schemaOf(
  type: PortType,
): JsonSchema & { readonly axes?: readonly string[]; readonly dtypes?: readonly string[] } {
  switch (type.kind) {
    case 'number':
    case 'integer':
    case 'boolean':
    case 'string':
      return { type: type.kind, ...(type.unit ? { unit: type.unit } : {}) };
    case 'array': {
      const { axes, dtypes, unit } = type;
      return { type: 'string', description: 'An array, by its file.', dtypes, axes, ...(unit ? { unit } : {}) };
    }
    case 'file':
      return {
        type: 'string',
        description: type.format === 'any' ? 'Path of a file.' : `Path of a ${type.format} file.`,
      };
    case 'dataset':
      return { type: 'string', description: `Path of a data set of kind ${type.dataset}.` };
    case 'table':
      return { type: 'string', description: 'A table, by its file.' };
    case 'list':
      return { type: 'array', items: schemaOf(type.of) };
    case 'optional':
      return schemaOf(type.of);
    case 'any':
      return {};
  }
}
