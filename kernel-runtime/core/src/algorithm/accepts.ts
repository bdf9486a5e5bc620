import { itemSize, type Dtype } from '../array/dtype.js';
import type { PortType } from './port.js';

/**
 * Why a value of type `from` may not flow into a port of type `to`, in one sentence; null when it may.
 * The compiler refuses the same links by type; this is the wording of engine and canvas.
 */
export function refusal(from: PortType, to: PortType): string | null {
  if (to.kind === 'any' || from.kind === 'any') return null;
  if (to.kind === 'optional') return refusal(from.kind === 'optional' ? from.of : from, to.of);
  if (from.kind === 'optional') return `The value may be missing, but ${nameOf(to)} is required.`;
  if (from.kind === 'integer' && to.kind === 'number') return unitRefusal(from.unit, to.unit);
  if (from.kind !== to.kind) return `${capitalise(nameOf(from))} is not ${nameOf(to)}.`;
  if (from.kind === 'array' && to.kind === 'array') return arrayRefusal(from, to);
  if (from.kind === 'list' && to.kind === 'list') return refusal(from.of, to.of);
  if (from.kind === 'dataset' && to.kind === 'dataset' && from.dataset !== to.dataset) {
    return `A dataset of kind ${from.dataset} is not one of kind ${to.dataset}.`;
  }
  if (
    from.kind === 'file' &&
    to.kind === 'file' &&
    from.format !== to.format &&
    from.format !== 'any' &&
    to.format !== 'any'
  ) {
    return `A ${from.format} file is not a ${to.format} file.`;
  }
  if ('unit' in from && 'unit' in to) return unitRefusal(from.unit, to.unit);
  return null;
}

type ArrayType = Extract<PortType, { kind: 'array' }>;

function arrayRefusal(from: ArrayType, to: ArrayType): string | null {
  const unfit = from.dtypes.find(dtype => !to.dtypes.some(wanted => widens(dtype, wanted)));
  if (unfit) return `An array of ${unfit} does not fit one of ${to.dtypes.join(' or ')} without loss.`;
  if (from.axes.join() !== to.axes.join()) {
    return `Axes [${from.axes.join(', ')}] are not [${to.axes.join(', ')}]; add a step that maps them.`;
  }
  return unitRefusal(from.unit, to.unit);
}

function unitRefusal(from: string | undefined, to: string | undefined): string | null {
  if (!from || !to || from === to) return null;
  return `A value in ${from} is not one in ${to}; add a step that converts it.`;
}

/** True when every value of `from` is exactly representable in `to`. */
function widens(from: Dtype, to: Dtype): boolean {
  if (from === to) return true;
  const float = (dtype: Dtype): boolean => dtype.startsWith('float');
  const unsigned = (dtype: Dtype): boolean => dtype.startsWith('u');
  if (float(from)) return float(to) && itemSize(from) <= itemSize(to);
  if (float(to)) return itemSize(from) < itemSize(to);
  if (unsigned(to) && !unsigned(from)) return false;
  return itemSize(from) < itemSize(to);
}

/** A port type in words, with its article. */
export function nameOf(type: PortType): string {
  switch (type.kind) {
    case 'array':
      return `an array of ${type.dtypes.join(' or ')} over [${type.axes.join(', ')}]`;
    case 'file':
      return type.format === 'any' ? 'a file' : `a ${type.format} file`;
    case 'dataset':
      return `a dataset of kind ${type.dataset}`;
    case 'list':
      return `a list of ${nameOf(type.of).replace(/^an? /, '')}`;
    case 'optional':
      return nameOf(type.of);
    case 'integer':
    case 'any':
      return type.kind === 'any' ? 'any value' : 'an integer';
    default:
      return `a ${type.kind}`;
  }
}

const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
