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

/** Projections, backprojections and iterations of eight slices, per slice. */
const benchmark: Benchmark = {
  group: 'ct',
  name: 'iterative',
  async run(context: BenchContext): Promise<void> {
    const columns = Number(context.options['width'] ?? 2048);
    const angles = Number(context.options['angles'] ?? 1442);
    const threads = availableParallelism();
    const anglesRad = Float64Array.from({ length: angles }, (_, p) => (Math.PI * p) / angles);
    const projector = fourierProjector({ slices, columns, anglesRad, axisPx: columns / 2 });
    const images = shared(slices * columns * columns);
    images.forEach((_, i) => (images[i] = insideOf(i % (columns * columns), columns) ? 0.01 : 0));
    const sinograms = shared(slices * angles * columns);
    const size = `${columns} columns, ${angles} angles`;
    const forward = await fastest(3, () => projector.project(images, { into: sinograms }));
    context.record({ case: `${size}: projection`, value: forward / slices, unit: 'ms/slice', threads });
    const saved = sinograms.slice(0, angles * columns);
    context.saveArray(`ct-projection-${columns}`, saved, [angles, columns]);
    const backward = await fastest(3, () => projector.backproject(sinograms, { into: images }));
    context.record({ case: `${size}: backprojection`, value: backward / slices, unit: 'ms/slice', threads });
    const measured: Partial<Record<IterativeMethod, number>> = {};
    for (const method of ['sirt', 'cgls', 'tv'] satisfies IterativeMethod[]) {
      const options = { method, iterations: 4, nonNegative: true, smoothness: 1e-4, circle: 1, stopBelow: 0 };
      // the first iteration allocates: the later ones are those that count
      const times: number[] = [];
      const found = await reconstructIteratively(projector, sinograms, options, {
        onProgress: () => times.push(performance.now()),
      });
      const each = Math.min(...times.slice(1).map((time, i) => time - times[i]!)) / slices;
      measured[method] = each;
      context.record({ case: `${size}: ${method}, an iteration`, value: each, unit: 'ms/slice', threads });
      context.saveArray(`ct-${method}-${columns}`, found.images.slice(0, columns * columns), [columns, columns]);
    }
    await Promise.all([closePool(), closeStripThreads()]);
    for (const method of ['sirt', 'cgls'] as const) {
      const value = context.peers && (await peerReport(context.peers, `astra-${method}`, columns, angles));
      if (!value) continue;
      const row = { unit: 'ms/slice', threads: 1, baseline: method, ratio: value / measured[method]! };
      context.record({ ...row, case: `${size}: ASTRA ${method.toUpperCase()} (CPU), an iteration`, value });
    }
  },
};

export default benchmark;

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
