import type { JsonSchema } from './json-schema.js';
import type { PortType } from './port.js';

/** The type of value that a parameter takes, so that outputs can be linked to it as to an input; one of no plain type takes anything. */
export function paramType({ type, unit, items }: JsonSchema): PortType {
  switch (type) {
    case 'number':
    case 'integer':
    case 'boolean':
    case 'string':
      return unit === undefined ? { kind: type } : { kind: type, unit };
    case 'array':
      return { kind: 'list', of: items ? paramType(items) : { kind: 'any' } };
    default:
      return { kind: 'any' };
  }
}
