import { availableParallelism } from 'node:os';
import {
  isNdArray,
  itemSize,
  sizeOf,
  type Algorithm,
  type AnyAlgorithm,
  type Engine as EngineContract,
  type Params,
  type Ports,
  type ResultStore,
  type Run,
  type RunOptions,
  type Values,
} from '@daisy-lab/core';
import type { CrateOptions } from '../provenance/crate.js';
import { memoryFacts } from '../machine/memory.js';
import { defaultResults } from '../store/results/default-results.js';
import { tellCellRun } from './cell-runs.js';
import { chooseImplementation } from './choose-implementation.js';
import { LocalRun, type RunRequest } from './local-run.js';
import { journalLongRun } from './journal-long-run.js';
import { planRun } from './plan-run.js';
import type { ValueRecord } from './scope.js';
import { ScratchResults } from './scratch-results.js';

/** Share of the free memory that a run takes when it is given no budget. */
const usualShare = 0.5;

export interface LocalOptions {
  /** Worker threads that bodies may use; by default as many as the machine has cores. */
  readonly threads?: number;
  /** Memory that a run may take, bytes; by default half of what is free. */
  readonly memoryBytes?: number;
  /** Where finished results are kept and looked up; by default in the cache folder, which all engines share; null: nowhere. */
  readonly results?: ResultStore | null;
}

/** A run on this machine. */
export interface DescribedRun<O extends Ports> extends Run<O> {
  /** Waits for the run and describes it in a folder as a Workflow Run RO-Crate; save the outputs first. Returns the path of the metadata. */
  toCrate(folder: string, options?: CrateOptions): Promise<string>;
}

/** Runs algorithms and workflows; `Engine.local()` makes one that works on this machine. */
export interface Engine extends EngineContract {
  run<I extends Ports, O extends Ports, P extends Params>(
    algorithm: Algorithm<I, O, P>,
    inputs: Values<I>,
    options?: RunOptions<P>,
  ): DescribedRun<O>;
}

export const Engine: { local(options?: LocalOptions): Engine } = { local: localEngine };

/**
 * The engine of this machine: takes the cheapest bodies that can run here, streams data in pieces through steps that can be split, and
 * takes finished results from the cache. Inputs that are data sets may be given as a path: they are opened by the kind that the port
 * names.
 */
function localEngine(options: LocalOptions = {}): Engine {
  const request = <P extends Params>(algorithm: AnyAlgorithm, inputs: object, run: RunOptions<P> = {}): RunRequest =>
    requestOf(options, algorithm, inputs as ValueRecord, run as RunOptions<Params>);
  return {
    run: <I extends Ports, O extends Ports, P extends Params>(
      algorithm: Algorithm<I, O, P>,
      inputs: Values<I>,
      run?: RunOptions<P>,
    ) => {
      const started = new LocalRun<O>(request(algorithm, inputs, run));
      journalLongRun(started, algorithm);
      tellCellRun(started as unknown as Run<Ports>);
      return started;
    },
    plan: (algorithm, inputs, run) => planRun(request(algorithm, inputs, run)),
  };
}

function requestOf(
  { threads = availableParallelism(), memoryBytes, results = defaultResults() }: LocalOptions,
  algorithm: AnyAlgorithm,
  inputs: ValueRecord,
  {
    params = {},
    use = {},
    signal,
    cache = 'use',
    priority = 'batch',
    from,
    to,
    only,
    watch,
    take,
    ...run
  }: RunOptions<Params>,
): RunRequest {
  const budgetBytes = run.memoryBytes ?? memoryBytes ?? memoryFacts().availableBytes * usualShare;
  const bytes = arrayBytes(inputs);
  const scratch = new ScratchResults();
  return {
    algorithm,
    inputs,
    params: params as ValueRecord,
    signal,
    threads,
    memoryBytes: budgetBytes,
    priority,
    results: cache === 'off' ? null : results,
    reuse: cache === 'use',
    from,
    to,
    only,
    watch,
    take,
    scratch,
    use,
    choose: wanted => chooseImplementation(wanted, use[wanted.id], { memoryBytes: budgetBytes }, bytes),
  };
}

/** Bytes of the arrays that a run is given; undefined when it is given none. */
function arrayBytes(inputs: ValueRecord): number | undefined {
  const arrays = Object.values(inputs).filter(isNdArray);
  return arrays.length === 0
    ? undefined
    : arrays.reduce((sum, array) => sum + sizeOf(array.shape) * itemSize(array.dtype), 0);
}
