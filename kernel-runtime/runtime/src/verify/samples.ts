import {
  DaisyError,
  nameOf,
  sharedArray,
  plainContext,
  type AnyAlgorithm,
  type Dtype,
  type Ports,
  type PortType,
} from '@daisy-lab/core';
import { ct } from '@daisy-lab/techniques';

type ValueRecord = Readonly<Record<string, unknown>>;

const given = new Map<string, () => ValueRecord | Promise<ValueRecord>>();

/** Gives an algorithm sample inputs; without them they are made from its port types. */
export function registerSample<I extends Ports>(
  algorithm: { readonly id: string; readonly inputs: I },
  make: () => ValueRecord | Promise<ValueRecord>,
): void {
  given.set(algorithm.id, make);
}

/**
 * Sample inputs of an algorithm: those that were registered for it, else random values that fit its ports, the same for the same seed.
 * Axes of one name have one length.
 * @throws DaisyError `Input` when an input cannot be made up, such as a file
 */
export async function sampleOf(algorithm: AnyAlgorithm, seed = 1): Promise<ValueRecord> {
  const make = given.get(algorithm.id);
  if (make) return make();
  const random = randomFrom(seed);
  const entries = Object.entries(algorithm.inputs as Ports).map(
    ([name, { type }]) => [name, madeUp(algorithm.id, name, type, random)] as const,
  );
  return Object.fromEntries(entries);
}

function madeUp(owner: string, name: string, type: PortType, random: () => number): unknown {
  switch (type.kind) {
    case 'optional':
      return madeUp(owner, name, type.of, random);
    case 'number':
      return random();
    case 'integer':
      return Math.floor(random() * 16);
    case 'boolean':
      return random() < 0.5;
    case 'string':
    case 'any':
      return 'sample';
    case 'list':
      return Array.from({ length: 3 }, () => madeUp(owner, name, type.of, random));
    case 'table':
      return Object.fromEntries(type.columns.map(column => [column, Float64Array.from({ length: 32 }, random)]));
    case 'array':
      return randomArray(type.dtypes[0]!, type.axes, type.unit, random);
    default:
      throw new DaisyError('Input', {
        message: `No sample can be made up for the input "${name}" of ${owner}, which is ${nameOf(type)}.`,
        action: 'Give the inputs, or register a sample for the algorithm.',
      });
  }
}

/** Fractions in floating-point arrays, counts up to 100 in the others. */
function randomArray(dtype: Dtype, axes: readonly string[], unit: string | undefined, random: () => number): unknown {
  const array = sharedArray(dtype, axes.map(lengthOf), axes, unit);
  const isFloat = dtype.startsWith('float');
  const isBig = array.data instanceof BigInt64Array || array.data instanceof BigUint64Array;
  for (let at = 0; at < array.data.length; at++) {
    const value = isFloat ? random() : Math.floor(random() * 100);
    array.data[at] = isBig ? BigInt(value) : value;
  }
  return array;
}

/** 24 .. 40, by the name alone; odd and even both occur. */
function lengthOf(axis: string): number {
  return 24 + ([...axis].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 17);
}

/** Mulberry32: small, seeded, the same everywhere. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const smallScan = (): ReturnType<typeof ct.simulateScan> => ct.simulateScan({ columns: 96, rows: 8, angles: 61 });

async function lineIntegrals(): Promise<ValueRecord & { anglesRad: unknown; axisPx: number }> {
  const { arrays, anglesRad, axisPx } = smallScan();
  const params = ct.normalize.params;
  const inputs = { proj: arrays.projections, flats: arrays.flats ?? undefined, darks: arrays.darks ?? undefined };
  const values = { average: params.average.schema.default, clipBelow: params.clipBelow.schema.default };
  const normalized = await ct.normalize.implementations
    .get('plain')!
    .run({ ...plainContext(ct.normalize), inputs, params: values as never });
  const { transmission } = normalized;
  const logs = await ct.minusLog.implementations
    .get('plain')!
    .run({ ...plainContext(ct.minusLog), inputs: { transmission }, params: {} });
  const angles = { dtype: 'float64', shape: [anglesRad.length], axes: ['angle'], unit: 'rad', data: anglesRad };
  return { lineIntegrals: logs.lineIntegrals, anglesRad: angles, axisPx };
}

registerSample(ct.normalize, () => {
  const { projections, flats, darks } = smallScan().arrays;
  return { proj: projections, flats, darks };
});
registerSample(ct.recon, lineIntegrals);
registerSample(ct.axis, async () => {
  const { axisPx: _, ...inputs } = await lineIntegrals();
  return inputs;
});
