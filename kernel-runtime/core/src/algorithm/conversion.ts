import { refusal } from './accepts.js';
import type { PortType } from './port.js';
import { scaledUnits, unitScale } from './unit-scale.js';

/** A converter with the parameters that make it fit a pair of ports. */
export interface Conversion {
  readonly algorithm: 'convert.number' | 'convert.array';
  readonly params: Readonly<Record<string, string>>;
}

type ArrayType = Extract<PortType, { kind: 'array' }>;

/**
 * The converter that makes a value of type `to` of one of type `from`: another unit, other axes, another type of numbers. Null when the
 * value fits as it is, or when no converter knows how.
 */
export function conversionFor(from: PortType, to: PortType): Conversion | null {
  const wanted = to.kind === 'optional' ? to.of : to;
  if (refusal(from, wanted) === null) return null;
  if (from.kind === 'array' && wanted.kind === 'array') return arrayConversion(from, wanted);
  if (from.kind !== 'number' && from.kind !== 'integer') return null;
  if (wanted.kind !== 'number' || !from.unit || !wanted.unit) return null;
  if (unitScale(from.unit, wanted.unit) === null) return null;
  return { algorithm: 'convert.number', params: { from: from.unit, to: wanted.unit } };
}

function arrayConversion(from: ArrayType, to: ArrayType): Conversion | null {
  if (from.axes.length !== to.axes.length) return null;
  const params: Record<string, string> = {};
  if (from.axes.join() !== to.axes.join()) params['axes'] = to.axes.join(', ');
  if (from.unit && to.unit && from.unit !== to.unit) {
    if (unitScale(from.unit, to.unit) === null || !scaledUnits.includes(to.unit)) return null;
    Object.assign(params, { fromUnit: from.unit, toUnit: to.unit });
  }
  const other = { ...from, axes: to.axes, ...(to.unit ? { unit: to.unit } : {}) };
  if (params['toUnit'] !== undefined || refusal(other, to) !== null) {
    const [dtype] = to.dtypes.filter(one => !one.endsWith('64') || one === 'float64');
    if (dtype === undefined) return null;
    params['dtype'] = dtype;
  }
  return { algorithm: 'convert.array', params };
}
