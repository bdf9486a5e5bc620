import {
  completeParams,
  DaisyError,
  plainContext,
  type Algorithm,
  type AnyAlgorithm,
  type Implementation,
  type NdArray,
  type Params,
  type ParamValues,
  type Ports,
  type Values,
} from '@daisy-lab/core';
import { checkValues } from '../engine/check-values.js';
import { openDatasets } from '../engine/open-datasets.js';
import { lacking, type Resources } from '../machine/lacking.js';
import { recordRate } from '../machine/rates.js';
import { difference } from './differ.js';
import { sampleOf } from './samples.js';

/** How a body did. */
export interface VerifiedBody {
  readonly implementation: string;
  /** `reference`: the first body that can run here, which the others are held to. */
  readonly state: 'reference' | 'agrees' | 'disagrees' | 'failed' | 'unavailable';
  /** Largest relative L2 difference of an output to the reference; null where there was no comparison. */
  readonly difference: number | null;
  readonly tolerance: number;
  readonly milliseconds: number | null;
  /** Why it failed, disagrees or cannot run; empty otherwise. */
  readonly reason: string;
}

/** What `verify` found. */
export interface Verification {
  readonly algorithm: string;
  readonly bodies: readonly VerifiedBody[];
  /** True when no body disagrees or fails. */
  readonly agrees: boolean;
}

export interface VerifyOptions<P extends Params> {
  readonly params?: Partial<ParamValues<P>>;
  /** Seed of inputs that are made up. Default 1. */
  readonly seed?: number;
  readonly threads?: number;
  readonly signal?: AbortSignal;
  /** What the machine offers; looked up by default. */
  readonly resources?: Resources;
}

/** A body that is done sooner runs once more, so that its time is not that of compiling and starting. */
const againMs = 2000;

type ValueRecord = Readonly<Record<string, unknown>>;

/**
 * Runs every body of an algorithm that can run here on the same inputs, and compares the outputs with those of the first one, each
 * body within its own tolerance. Without inputs the sample of the algorithm is taken.
 * @throws DaisyError `Input` for a workflow, for inputs that do not fit or cannot be made up, `Resource` when no body can run here
 */
export async function verify<I extends Ports, O extends Ports, P extends Params>(
  algorithm: Algorithm<I, O, P>,
  inputs?: Values<I>,
  options: VerifyOptions<P> = {},
): Promise<Verification> {
  const subject = algorithm as unknown as AnyAlgorithm;
  if (subject.graph) {
    const steps = [...new Set(subject.graph.nodes.map(node => node.algorithm.id))];
    throw new DaisyError('Input', {
      message: `${subject.id} is a workflow: it has no bodies of its own.`,
      action: `Verify its steps: ${steps.join(', ')}.`,
    });
  }
  const params = completeParams(subject.id, subject.params, options.params) as ValueRecord;
  const given = await openDatasets(subject.inputs, (inputs as ValueRecord) ?? (await sampleOf(subject, options.seed)));
  checkValues(subject.id, 'input', subject.inputs, given);
  const bodies: VerifiedBody[] = [];
  let reference: ValueRecord | null = null;
  for (const [name, body] of subject.implementations) {
    options.signal?.throwIfAborted();
    const { outputs, ...row } = await tryBody(subject, name, body, given, params, options);
    if (outputs === null) bodies.push(row);
    else if (reference === null) {
      reference = outputs;
      bodies.push({ ...row, state: 'reference' });
    } else bodies.push(compare(row, outputs, reference));
  }
  if (reference === null) {
    const reasons = bodies.map(({ implementation, reason }) => `${implementation}: ${reason}`).join('; ');
    throw new DaisyError('Resource', {
      message: `No body of ${subject.id} can run here (${reasons || 'it has none'}).`,
    });
  }
  const agrees = bodies.every(({ state }) => state !== 'disagrees' && state !== 'failed');
  return { algorithm: subject.id, bodies, agrees };
}

async function tryBody(
  algorithm: AnyAlgorithm,
  implementation: string,
  body: Implementation<Ports, Ports, Params>,
  inputs: ValueRecord,
  params: ValueRecord,
  { resources = {}, threads = 1, signal = new AbortController().signal }: VerifyOptions<Params>,
): Promise<VerifiedBody & { readonly outputs: ValueRecord | null }> {
  const { id, version } = algorithm;
  const row = { implementation, difference: null, tolerance: body.tolerance ?? 0, milliseconds: null, reason: '' };
  const lack = lacking(body.needs, resources);
  if (lack !== null) return { ...row, state: 'unavailable', reason: `needs ${lack}`, outputs: null };
  const started = performance.now();
  try {
    const quiet = { ...plainContext(algorithm, signal), threads };
    const outputs = (await body.run({ ...quiet, inputs, params } as never)) as ValueRecord;
    let milliseconds = performance.now() - started;
    checkValues(id, 'output', algorithm.outputs, outputs);
    const work = { algorithm: id, version, implementation, bytes: bytesOf(inputs) };
    recordRate(work, milliseconds);
    if (milliseconds < againMs) {
      const restarted = performance.now();
      await body.run({ ...quiet, inputs, params } as never);
      milliseconds = performance.now() - restarted;
      recordRate(work, milliseconds);
    }
    return { ...row, state: 'agrees', milliseconds, outputs };
  } catch (thrown) {
    if (signal.aborted) throw DaisyError.cancelled();
    const reason = thrown instanceof DaisyError ? thrown.sentence : String(thrown);
    return { ...row, state: 'failed', reason, outputs: null };
  }
}

function compare(row: VerifiedBody, outputs: ValueRecord, reference: ValueRecord): VerifiedBody {
  const apart = Object.keys(reference).map(name => [name, difference(outputs[name], reference[name])] as const);
  const [name, largest] = apart.reduce((worst, one) => (one[1] > worst[1] ? one : worst), ['', 0] as const);
  if (largest <= row.tolerance) return { ...row, difference: largest };
  const how = largest === Infinity ? 'is of another kind' : `differs by ${largest.toExponential(1)}`;
  const reason = `"${name}" ${how}, more than the tolerance ${row.tolerance}`;
  return { ...row, state: 'disagrees', difference: largest, reason };
}

/** Bytes of the arrays among some values: what measured rates are kept by. */
export function bytesOf(values: ValueRecord): number {
  return Object.values(values).reduce(
    (sum: number, value) => sum + ((value as NdArray | null)?.data?.byteLength ?? 0),
    0,
  );
}
