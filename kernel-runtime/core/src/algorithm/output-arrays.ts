import type { Dtype, TypedArray } from '../array/dtype.js';
import { sharedArray, type NdArray } from '../array/nd-array.js';
import { DaisyError } from '../errors/daisy-error.js';
import type { Algorithm, Ports, RunContext } from './algorithm.js';
import type { Params } from './param.js';
import type { PortType } from './port.js';

/** Memory that an engine has for an output of this dtype and shape; null: a new array is made. */
export type OutputPlace = (name: string, dtype: Dtype, shape: readonly number[]) => TypedArray | null;

/**
 * What a body gets as `output`: arrays for the outputs of a contract.
 * @param place where they lie; by default each in shared memory of its own
 */
export function outputArrays(
  owner: string,
  outputs: Ports,
  place: OutputPlace = () => null,
): RunContext<Ports, Params>['output'] {
  const output = (name: string, shape: readonly number[], options: { dtype?: Dtype; unit?: string } = {}): NdArray => {
    const { dtypes, axes, unit } = arrayType(owner, name, outputs[name]?.type);
    const dtype = options.dtype ?? dtypes[0]!;
    if (!dtypes.includes(dtype) || (options.dtype === undefined && dtypes.length > 1)) {
      throw wrongOutput(`The output "${name}" of ${owner} is of ${dtypes.join(' or ')}.`, 'Say which one: { dtype }.');
    }
    if (shape.length !== axes.length) {
      throw wrongOutput(`The output "${name}" of ${owner} has the axes ${axes.join(', ')}, not ${shape.length}.`);
    }
    const known = place(name, dtype, shape);
    const valueUnit = options.unit ?? unit;
    if (known === null) return sharedArray(dtype, shape, axes, valueUnit);
    return { dtype, shape: [...shape], axes, unit: valueUnit, data: known };
  };
  return output as RunContext<Ports, Params>['output'];
}

/** What a body is given beside its inputs and parameters where no engine is around: nobody listens, each output has its own memory. */
export function plainContext<I extends Ports, O extends Ports, P extends Params>(
  algorithm: Algorithm<I, O, P>,
  signal: AbortSignal = new AbortController().signal,
): Omit<RunContext<I, P, O>, 'inputs' | 'params'> {
  const output = outputArrays(algorithm.id, algorithm.outputs) as RunContext<I, P, O>['output'];
  return { signal, threads: 1, output, progress: () => undefined, log: () => undefined };
}

function arrayType(owner: string, name: string, type: PortType | undefined): Extract<PortType, { kind: 'array' }> {
  const inner = type?.kind === 'optional' ? type.of : type;
  if (inner?.kind === 'array') return inner;
  throw wrongOutput(`${owner} has no array output "${name}".`);
}

const wrongOutput = (message: string, action?: string): DaisyError =>
  new DaisyError('Internal', { message, ...(action ? { action } : {}) });
