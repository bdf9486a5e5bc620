import type { PortType } from '../../algorithm/port.js';
import type { PortData } from '../document/document.js';
import { literal, quoted } from './literals.js';

/** The call of `port` that makes a port. */
export function portCode({ type, title }: PortData): string {
  const call = typeCode(type);
  return title === undefined ? call : `{ ...${call}, title: ${quoted(title)} }`;
}

function typeCode(type: PortType): string {
  switch (type.kind) {
    case 'number':
    case 'integer':
    case 'boolean':
    case 'string':
      return `port.${type.kind}(${type.unit ? quoted(type.unit) : ''})`;
    case 'array': {
      const unit = type.unit ? `, ${quoted(type.unit)}` : '';
      return `port.array(${quoted(type.dtypes.join('|'))}, ${literal(type.axes)}${unit})`;
    }
    case 'table':
      return `port.table(${literal(type.columns)})`;
    case 'file':
      return `port.file(${type.format === 'any' ? '' : quoted(type.format)})`;
    case 'dataset':
      // The interface of a data set is not known here; the kind is checked when the workflow is built.
      return `port.dataset<any>(${quoted(type.dataset)})`;
    case 'list':
      return `port.list(${typeCode(type.of)})`;
    case 'optional':
      return `port.optional(${typeCode(type.of)})`;
    case 'any':
      return 'port.any()';
  }
}

/** Whether the compiler takes a link that the engine takes: it does not know that numbers may widen. */
export function compiles(from: PortType | undefined, to: PortType): boolean {
  if (from === undefined || to.kind === 'any') return true;
  if (to.kind === 'optional') return compiles(from.kind === 'optional' ? from.of : from, to.of);
  if (from.kind !== to.kind) return from.kind === 'integer' && to.kind === 'number';
  if (from.kind === 'array' && to.kind === 'array') return from.dtypes.every(dtype => to.dtypes.includes(dtype));
  if (from.kind === 'list' && to.kind === 'list') return compiles(from.of, to.of);
  return true;
}
