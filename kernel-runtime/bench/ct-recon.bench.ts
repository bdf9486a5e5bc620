import {
  closePool,
  reconstructFourier,
  reconstructFourierSync,
  reconstructReference,
  type FourierJob,
} from '@daisy-lab/compute';
import { availableParallelism } from 'node:os';
import { peerReport } from './ct-peer.ts';
import type { Benchmark, BenchContext } from './bench.ts';

const batch = 8;

/** Reconstruction of slices: the WASM body against plain TypeScript, and its speed at the size of a real scan. */
const benchmark: Benchmark = {
  group: 'ct',
  name: 'recon',
  async run(context: BenchContext): Promise<void> {
    const repeats = Number(context.options['repeats'] ?? 5);
    await againstReference(
      context,
      Number(context.options['width'] ?? 512),
      Number(context.options['angles'] ?? 360),
      repeats,
    );
    await fullSize(
      context,
      Number(context.options['large'] ?? 2048),
      Number(context.options['largeAngles'] ?? 1442),
      repeats,
    );
    await liveSlice(context, repeats, 640, 181);
    await liveSlice(
      context,
      repeats,
      Number(context.options['large'] ?? 2048),
      Number(context.options['largeAngles'] ?? 1442),
    );
    await closePool();
  },
};

export default benchmark;

async function againstReference(context: BenchContext, width: number, angles: number, repeats: number): Promise<void> {
  const job = discs(width, angles, batch);
  const one = { ...job, slices: 1, sinograms: job.sinograms.subarray(0, angles * width) };
  const size = `${width} columns, ${angles} angles`;
  const textbook = await fastest(Math.min(repeats, 3), () => reconstructReference(one, { oversampling: 1 }));
  const fourier = await fastest(repeats, () => reconstructFourierSync(job));
  const perSlice = fourier / batch;
  context.record({ case: `${size}: reference, float64`, value: textbook, unit: 'ms/slice', threads: 1 });
  context.record({
    case: `${size}: WASM, ${batch} slices`,
    value: perSlice,
    unit: 'ms/slice',
    baseline: 'reference',
    ratio: textbook / perSlice,
    threads: 1,
  });
  const alone = await fastest(repeats, () => reconstructFourierSync(one));
  context.record({
    case: `${size}: WASM, a single slice`,
    value: alone,
    unit: 'ms/slice',
    baseline: 'reference',
    ratio: textbook / alone,
    threads: 1,
  });
  const exact = reconstructReference(one);
  const fast = reconstructFourierSync(one);
  context.record({
    case: `${size}: WASM against reference`,
    value: relativeError(fast, exact, width),
    unit: 'rel. L2',
    threads: 1,
  });
  context.saveArray(`ct-recon-sinogram-${width}`, one.sinograms, [angles, width]);
  context.saveArray(`ct-recon-fourier-${width}`, fast, [width, width]);
  context.saveArray(`ct-recon-reference-${width}`, exact, [width, width]);
}

async function fullSize(context: BenchContext, width: number, angles: number, repeats: number): Promise<void> {
  const threads = availableParallelism();
  const job = discs(width, angles, batch);
  const size = `${width} columns, ${angles} angles: WASM`;
  const kept = new Float32Array(batch * width * width);
  const one = (await fastest(repeats, () => reconstructFourierSync(job, kept))) / batch;
  context.record({ case: `${size}, ${batch} slices`, value: one, unit: 'ms/slice', threads: 1 });
  const into = sharedFloats(batch * width * width);
  const split = (await fastest(repeats, () => reconstructFourier(job, { into }))) / batch;
  const row = { unit: 'ms/slice', baseline: 'one thread', threads };
  context.record({ ...row, case: `${size}, ${batch} slices split`, value: split, ratio: one / split });
  const volume = discs(width, angles, batch * threads);
  await againstPeers(context, width, angles, one);
  const all = sharedFloats(volume.slices * width * width);
  const each = (await fastest(repeats, () => reconstructFourier(volume, { into: all }))) / volume.slices;
  context.record({ ...row, case: `${size}, ${batch} slices a thread`, value: each, ratio: one / each });
}

async function againstPeers(context: BenchContext, width: number, angles: number, ours: number): Promise<void> {
  if (!context.peers) return;
  for (const peer of ['tomopy-gridrec', 'algotom-dfi', 'astra-fbp'] as const) {
    const value = await peerReport(context.peers, peer, width, angles);
    if (value === undefined) continue;
    const row = { unit: 'ms/slice', threads: 1, baseline: 'WASM', ratio: value / ours };
    context.record({
      ...row,
      case: `${width} columns, ${angles} angles: ${peer}${peer === 'tomopy-gridrec' ? ', padded' : ''}`,
      value,
    });
  }
}

/** What a slider waits for in the kernel: one slice after a change of the axis, and a sweep of sixteen axes. */
async function liveSlice(context: BenchContext, repeats: number, width: number, angles: number): Promise<void> {
  const job = discs(width, angles, 1);
  const threads = availableParallelism();
  const size = `${width} columns, ${angles} angles`;
  const into = sharedFloats(width * width);
  let axisPx = width / 2 - 20;
  await reconstructFourier(job);
  const slice = await fastest(repeats, () => reconstructFourier({ ...job, axisPx: (axisPx += 0.5) }, { into }));
  context.record({ case: `${size}: new axis`, value: slice, unit: 'ms', threads });
  const slices = sharedFloats(16 * width * width);
  const sweep = await fastest(repeats, () => {
    axisPx += 0.5;
    const axes = Array.from({ length: 16 }, (_, i) => axisPx + i / 4);
    return reconstructFourier({ ...job, sweep: true, slices: 16, axisPx: axes }, { into: slices });
  });
  context.record({ case: `${size}: sweep of 16 axes`, value: sweep, unit: 'ms', threads });
}

function sharedFloats(count: number): Float32Array {
  return new Float32Array(new SharedArrayBuffer(count * 4));
}

/** The first call is not counted: it compiles and allocates. */
async function fastest(repeats: number, run: () => unknown): Promise<number> {
  await run();
  let best = Infinity;
  for (let i = 0; i < repeats; i++) {
    const start = performance.now();
    await run();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

/** Analytic sinograms of three discs in shared memory, the same for all slices. */
function discs(columns: number, angles: number, slices: number): FourierJob {
  const anglesRad = Float64Array.from({ length: angles }, (_, p) => (Math.PI * p) / angles);
  const axisPx = columns / 2 - 0.3;
  const sinograms = sharedFloats(slices * angles * columns);
  const objects = [
    { radius: 0.45 * columns, x: 0, y: 0, attenuation: 1 },
    { radius: 0.1 * columns, x: 0.15 * columns, y: -0.1 * columns, attenuation: -0.5 },
    { radius: 0.03 * columns, x: -0.2 * columns, y: 0.12 * columns, attenuation: 1.5 },
  ];
  for (let p = 0; p < angles; p++) {
    for (let column = 0; column < columns; column++) {
      sinograms[p * columns + column] = objects.reduce((sum, { radius, x, y, attenuation }) => {
        const t = column - axisPx - x * Math.cos(anglesRad[p]!) - y * Math.sin(anglesRad[p]!);
        return sum + 2 * attenuation * Math.sqrt(Math.max(0, radius * radius - t * t));
      }, 0);
    }
  }
  for (let slice = 1; slice < slices; slice++) sinograms.copyWithin(slice * angles * columns, 0, angles * columns);
  return { sinograms, slices, anglesRad, columns, axisPx, filter: 'ramp' };
}

/** |a - b| / |b| inside 0.97 of the field of view. */
function relativeError(a: Float32Array, b: Float32Array, side: number): number {
  let difference = 0;
  let norm = 0;
  for (let i = 0; i < a.length; i++) {
    if (Math.hypot((i % side) - (side >> 1), Math.floor(i / side) - (side >> 1)) > 0.485 * side) continue;
    difference += (a[i]! - b[i]!) ** 2;
    norm += b[i]! ** 2;
  }
  return Math.sqrt(difference / norm);
}
