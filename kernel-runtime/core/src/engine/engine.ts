import type { Algorithm, Ports, Values } from '../algorithm/algorithm.js';
import type { Params, ParamValues } from '../algorithm/param.js';
import type { NdArray } from '../array/nd-array.js';
import type { Plan } from './plan.js';
import type { Provenance, RunEvent, RunRecord } from './run.js';

export interface RunOptions<P extends Params> {
  readonly params?: Partial<ParamValues<P>>;
  /** Pins bodies: algorithm id -> name of the implementation. */
  readonly use?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** Memory that the run may take beyond its inputs, bytes; by default what the machine has to spare. */
  readonly memoryBytes?: number;
  /** A preview overtakes a batch wherever they compete for threads. Default `batch`. */
  readonly priority?: 'preview' | 'batch';
  /** `use` (default) takes finished results and keeps new ones, `renew` computes everything again, `off` neither looks nor keeps. */
  readonly cache?: 'use' | 'renew' | 'off';
  /** Computes this step and all that depends on it again; its path in the graph. */
  readonly from?: string;
  /** Computes this step and what it needs, and nothing else. */
  readonly to?: string;
  /** Computes this step alone; what it needs must have been computed before. */
  readonly only?: string;
  /** Shown what every step gives, as long as it is there. */
  readonly watch?: (seen: SeenValue) => void;
  /**
   * Takes arrays that the run gives while they are made, piece by piece, instead of their being gathered in memory; by output name. An
   * output that is not cut along its first axis, is used by further steps, or has been made before, is given as usual.
   */
  readonly take?: Readonly<Record<string, OutputTaker>>;
}

/** Where an output goes in pieces along its first axis. */
export interface OutputTaker {
  /** Entries, of so many, that are looked at before the first piece comes. */
  samplePlaces(length: number): readonly number[];
  /** These entries, one by one; they come with their pieces again. */
  begin(sample: readonly NdArray[], shape: readonly number[]): Promise<void>;
  /** A piece that begins at entry `start` of the whole; when it settles, its memory is used again. Pieces may come in any order. */
  take(piece: NdArray, start: number): Promise<void>;
  /** What the run gives as the output, after the last piece. */
  taken(): NdArray;
}

/** An output of a step while it is there: a whole value, or of an array that passes in pieces the plane in its middle. */
export interface SeenValue {
  /** Path of the step in the graph. */
  readonly node: string;
  readonly port: string;
  readonly value: unknown;
  /** Shape of the whole array, of which `value` is one plane. */
  readonly planeOf?: readonly number[];
}

/** A run in progress: iterate over its events, await its typed outputs, or cancel it. */
export interface Run<O extends Ports> extends PromiseLike<Values<O>>, AsyncIterable<RunEvent> {
  readonly id: string;
  /** What is computed from what; to be saved with the outputs. */
  readonly provenance: Provenance;
  /** What is known at this moment. */
  record(): RunRecord;
  cancel(): void;
}

/** Runs algorithms and workflows. Decides at run time which implementation runs where. */
export interface Engine {
  run<I extends Ports, O extends Ports, P extends Params>(
    algorithm: Algorithm<I, O, P>,
    inputs: Values<I>,
    options?: RunOptions<P>,
  ): Run<O>;
  /** What `run` would do: keys, what is cached and why not, chosen bodies, sections, memory and time. */
  plan<I extends Ports, O extends Ports, P extends Params>(
    algorithm: Algorithm<I, O, P>,
    inputs: Values<I>,
    options?: RunOptions<P>,
  ): Promise<Plan>;
}
