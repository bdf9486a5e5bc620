import { removeStripesReference, runStrips, type StripeOptions, type StripesTask } from '@daisy-lab/compute';
import { inTurns, type Turns } from '../in-turns.js';
import { emptyLike, refuse, shared, total, type Stack3, type Threaded } from '../strips.js';

type Stack = Stack3<readonly ['angle', 'row', 'column']>;

/** Row by row in worker threads, into shared memory. */
export async function stripesInThreads(
  lineIntegrals: Stack,
  options: StripeOptions,
  { threads, signal, progress }: Threaded,
  out: Stack,
): Promise<Stack> {
  const [angles, rows, columns] = lineIntegrals.shape as [number, number, number];
  const values = shared(lineIntegrals.data);
  const task: StripesTask = { values, angles, rows, columns, options, out: out.data };
  const bad = await runStrips<number>('stripes', task, angles === 0 ? 0 : rows, {
    ...{ threads, signal, progress },
    stripItems: 1,
  });
  refuseMissing(total(bad));
  return out;
}

/** Row by row in float64. */
export async function stripesPlainly(lineIntegrals: Stack, options: StripeOptions, turns: Turns): Promise<Stack> {
  const [angles, rows, columns] = lineIntegrals.shape as [number, number, number];
  refuseMissing(lineIntegrals.data.reduce((count, value) => count + (Number.isFinite(value) ? 0 : 1), 0));
  const out = emptyLike(lineIntegrals);
  if (angles === 0) return out;
  await inTurns(rows, turns, row => {
    const at = (i: number): number => (Math.floor(i / columns) * rows + row) * columns + (i % columns);
    const data = Float64Array.from({ length: angles * columns }, (_, i) => lineIntegrals.data[at(i)]!);
    const clean = removeStripesReference({ data, angles, columns }, options);
    clean.forEach((value, i) => (out.data[at(i)] = value));
  });
  return out;
}

function refuseMissing(bad: number): void {
  refuse(
    bad,
    'the line integrals are not numbers, so stripes cannot be told from them',
    'Repair these pixels or leave out the damaged projections first.',
  );
}
