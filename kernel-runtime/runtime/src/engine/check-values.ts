import { DaisyError, isLazy, nameOf, refusal, sizeOf, type NdArray, type Ports, type PortType } from '@daisy-lab/core';

/**
 * Checks that values fit the ports of a contract.
 * @throws DaisyError `tag` with one sentence about the first value that does not fit.
 */
export function checkValues(
  owner: string,
  side: 'input' | 'output',
  ports: Ports,
  values: Readonly<Record<string, unknown>>,
): void {
  const tag = side === 'input' ? 'Input' : 'Internal';
  const unknown = Object.keys(values).find(name => !(name in ports));
  if (unknown !== undefined) {
    const names = Object.keys(ports).join(', ') || 'none';
    throw new DaisyError(tag, {
      message: `${owner} has no ${side} "${unknown}".`,
      action: `Its ${side}s are ${names}.`,
    });
  }
  for (const [name, { type }] of Object.entries(ports)) {
    const problem = misfit(type, values[name]);
    if (problem) throw new DaisyError(tag, { message: `The ${side} "${name}" of ${owner} ${problem}`, port: name });
  }
}

/** Why a value does not fit a port, as the end of a sentence; null when it fits. */
export function misfit(type: PortType, value: unknown): string | null {
  if (type.kind === 'any') return null;
  if (value === undefined || value === null)
    return type.kind === 'optional' ? null : `is missing: give ${nameOf(type)}.`;
  switch (type.kind) {
    case 'optional':
      return misfit(type.of, value);
    case 'array':
      return arrayMisfit(type, value);
    case 'list':
      return listMisfit(type.of, value);
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? null : `must be a number, not ${show(value)}.`;
    case 'integer':
      return Number.isInteger(value) ? null : `must be a whole number, not ${show(value)}.`;
    case 'boolean':
    case 'string':
      return typeof value === type.kind ? null : `must be a ${type.kind}, not ${show(value)}.`;
    case 'file':
      return typeof (value as { path?: unknown }).path === 'string' ? null : `must be ${nameOf(type)}: { path }.`;
    default:
      return typeof value === 'object' ? null : `must be ${nameOf(type)}, not ${show(value)}.`;
  }
}

function arrayMisfit(type: Extract<PortType, { kind: 'array' }>, value: unknown): string | null {
  const array = value as Partial<NdArray>;
  if (!array.dtype || !array.shape || !array.axes || !('data' in array))
    return `must be ${nameOf(type)}, not ${show(value)}.`;
  if (!isLazy(array) && sizeOf(array.shape) !== array.data!.length) {
    return `has ${array.data!.length} values, which do not fill its shape [${array.shape.join(', ')}].`;
  }
  const given = { kind: 'array', dtypes: [array.dtype], axes: array.axes, ...(array.unit ? { unit: array.unit } : {}) };
  const reason = refusal(given as PortType, type);
  return reason && `does not fit: ${reason}`;
}

function listMisfit(of: PortType, value: unknown): string | null {
  if (!Array.isArray(value)) return `must be a list, not ${show(value)}.`;
  const problems = value.map(item => misfit(of, item));
  const index = problems.findIndex(problem => problem !== null);
  return index < 0 ? null : `has an entry (number ${index + 1}) that ${problems[index]}`;
}

function show(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  return JSON.stringify(value) ?? String(value);
}
