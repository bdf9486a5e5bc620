import {
  closePool,
  closeStripThreads,
  fourierProjector,
  reconstructIteratively,
  type IterativeMethod,
} from '@daisy-lab/compute';
import { availableParallelism } from 'node:os';
import { peerReport } from './ct-peer.ts';
import type { Benchmark, BenchContext } from './bench.ts';

const slices = 8;
const methods = ['sirt', 'cgls', 'tv'] as const satisfies IterativeMethod[];

type Times = Readonly<Record<(typeof methods)[number], number>>;

/**
 * The pair of projectors and iterations with it, eight slices together, per slice. With peers, SIRT of ASTRA at the same size and CGLS at
 * half of it: an iteration there takes a minute at full size.
 */
const benchmark: Benchmark = {
  group: 'ct',
  name: 'iterative',
  async run(context: BenchContext): Promise<void> {
    const columns = Number(context.options['width'] ?? 2048);
    const angles = Number(context.options['angles'] ?? 1442);
    const [halfColumns, halfAngles] = [columns >> 1, angles >> 1];
    const whole = await measure(context, columns, angles);
    const half = context.peers ? await measure(context, halfColumns, halfAngles) : undefined;
    await Promise.all([closePool(), closeStripThreads()]);
    if (!half) return;
    await againstAstra(context, 'cgls', halfColumns, halfAngles, half);
    await againstAstra(context, 'sirt', columns, angles, whole);
  },
};

export default benchmark;

async function measure(context: BenchContext, columns: number, angles: number): Promise<Times> {
  const threads = availableParallelism();
  const anglesRad = Float64Array.from({ length: angles }, (_, p) => (Math.PI * p) / angles);
  const projector = fourierProjector({ slices, columns, anglesRad, axisPx: columns / 2 });
  const images = shared(slices * columns * columns);
  images.forEach((_, i) => (images[i] = insideOf(i % (columns * columns), columns) ? 0.01 : 0));
  const sinograms = shared(slices * angles * columns);
  const size = `${columns} columns, ${angles} angles`;
  const forward = await fastest(3, () => projector.project(images, { into: sinograms }));
  context.record({ case: `${size}: projection`, value: forward / slices, unit: 'ms/slice', threads });
  context.saveArray(`ct-projection-${columns}`, sinograms.slice(0, angles * columns), [angles, columns]);
  const back = shared(images.length);
  const backward = await fastest(3, () => projector.backproject(sinograms, { into: back }));
  context.record({ case: `${size}: backprojection`, value: backward / slices, unit: 'ms/slice', threads });
  context.saveArray(`ct-backprojection-${columns}`, back.slice(0, columns * columns), [columns, columns]);
  const squares = dot(sinograms, sinograms);
  const adjoint = { value: Math.abs(squares - dot(images, back)) / squares, unit: 'relative', threads, bar: '<= 1e-5' };
  context.record({ ...adjoint, case: `${size}: |<Ax, Ax> - <x, A'Ax>|` });
  const times: Record<string, number> = {};
  for (const method of methods) {
    const options = { method, iterations: 4, nonNegative: true, smoothness: 1e-4, circle: 1, stopBelow: 0 };
    // the first iteration allocates: the later ones are those that count
    const ends: number[] = [];
    const found = await reconstructIteratively(projector, sinograms, options, {
      onProgress: () => ends.push(performance.now()),
    });
    const value = Math.min(...ends.slice(1).map((end, i) => end - ends[i]!)) / slices;
    times[method] = value;
    const bar = columns === 2048 && method !== 'tv' ? { bar: '<= 100' } : {};
    context.record({ case: `${size}: ${method}, an iteration`, value, unit: 'ms/slice', threads, ...bar });
    context.saveArray(`ct-${method}-${columns}`, found.images.slice(0, columns * columns), [columns, columns]);
  }
  return times as Times;
}

async function againstAstra(
  context: BenchContext,
  method: 'sirt' | 'cgls',
  columns: number,
  angles: number,
  ours: Times,
): Promise<void> {
  const value = context.peers && (await peerReport(context.peers, `astra-${method}`, columns, angles));
  if (!value) return;
  const row = { unit: 'ms/slice', threads: 1, baseline: method, ratio: value / ours[method], bar: '>= 100 x' };
  const size = `${columns} columns, ${angles} angles`;
  context.record({ ...row, case: `${size}: ASTRA ${method.toUpperCase()} (CPU), an iteration`, value });
}

/** In float64: the sums are over hundreds of millions of products. */
function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function insideOf(pixel: number, side: number): boolean {
  return Math.hypot((pixel % side) - side / 2, Math.floor(pixel / side) - side / 2) < 0.4 * side;
}

function shared(count: number): Float32Array {
  return new Float32Array(new SharedArrayBuffer(count * 4));
}

async function fastest(repeats: number, run: () => Promise<unknown>): Promise<number> {
  let best = Infinity;
  for (let i = 0; i < repeats; i++) {
    const start = performance.now();
    await run();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}
