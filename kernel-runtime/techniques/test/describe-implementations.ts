import {
  completeParams,
  plainContext,
  type Algorithm,
  type Params,
  type ParamValues,
  type Ports,
  type Values,
} from '@daisy-lab/core';
import { describe } from '@jest/globals';
import { lacking } from '../../runtime/lib/machine/lacking.js';

/** One body of an algorithm, ready to be run by a test. */
export interface Subject<I extends Ports, O extends Ports, P extends Params> {
  readonly name: string;
  run(inputs: Values<I>, options?: RunOptions<P>): Promise<Values<O>>;
}

export interface RunOptions<P extends Params> {
  readonly params?: Partial<ParamValues<P>>;
  readonly signal?: AbortSignal;
  progress?(fraction: number): void;
}

/** The same suite for every body of a contract, on a GPU too; one that cannot run on this machine is skipped and says why. */
export function describeImplementations<I extends Ports, O extends Ports, P extends Params>(
  algorithm: Algorithm<I, O, P>,
  suite: (subject: Subject<I, O, P>) => void,
): void {
  for (const [name, { needs }] of algorithm.implementations) {
    const missing = lacking(needs, {});
    if (missing !== null) process.stdout.write(`skipped: ${algorithm.id} by body "${name}" needs ${missing}\n`);
    (missing === null ? describe : describe.skip)(`${algorithm.id} by body "${name}"`, () =>
      suite({ name, run: (inputs, options) => runBody(algorithm, inputs, { ...options, name }) }),
    );
  }
}

/** Runs one body (the first unless named) as an engine would. */
export async function runBody<I extends Ports, O extends Ports, P extends Params>(
  algorithm: Algorithm<I, O, P>,
  inputs: Values<I>,
  options: RunOptions<P> & { readonly name?: string } = {},
): Promise<Values<O>> {
  const name = options.name ?? [...algorithm.implementations.keys()][0]!;
  return algorithm.implementations.get(name)!.run({
    ...plainContext(algorithm, options.signal),
    inputs,
    params: completeParams(algorithm.id, algorithm.params, options.params),
    threads: 2,
    progress: options.progress ?? (() => undefined),
  });
}
