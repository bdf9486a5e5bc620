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
    const large = Number(context.options['large'] ?? 2048);
    const largeAngles = Number(context.options['largeAngles'] ?? 1442);
    await fullSize(context, 1024, 900, repeats);
    const ours = await fullSize(context, large, largeAngles, repeats);
    await liveSlice(context, repeats, 640, 181);
    await liveSlice(context, repeats, large, largeAngles);
    await closePool();
    await againstPeers(context, large, largeAngles, ours);
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

/** Milliseconds that a slice may take, by width. */
const bars: Readonly<Record<number, string>> = { 1024: '<= 12', 2048: '<= 45' };

/** One thread, one batch split over all, and a batch for each; gives the time of a slice by one thread. */
async function fullSize(context: BenchContext, width: number, angles: number, repeats: number): Promise<number> {
  const threads = availableParallelism();
  const job = discs(width, angles, batch);
  const size = `${width} columns, ${angles} angles: WASM`;
  const kept = new Float32Array(batch * width * width);
  const one = (await fastest(repeats, () => reconstructFourierSync(job, kept))) / batch;
  const bar = bars[width];
  const figure = { value: one, unit: 'ms/slice', threads: 1, ...(bar ? { bar } : {}) };
  context.record({ ...figure, case: `${size}, ${batch} slices` });
  context.saveArray(`ct-recon-sinogram-${width}`, job.sinograms.subarray(0, angles * width), [angles, width]);
  context.saveArray(`ct-recon-fourier-${width}`, kept.subarray(0, width * width), [width, width]);
  const volume = discs(width, angles, batch * threads);
  const all = sharedFloats(volume.slices * width * width);
  const split = all.subarray(0, kept.length);
  const together = (await fastest(repeats, () => reconstructFourier(job, { into: split }))) / batch;
  const row = { unit: 'ms/slice', baseline: 'one thread', threads, bar: '>= 1.8 x' };
  context.record({ ...row, case: `${size}, ${batch} slices split`, value: together, ratio: one / together });
  const differing = split.reduce((count, value, i) => count + (Object.is(value, kept[i]) ? 0 : 1), 0);
  context.record({
    case: `${size}, pixels that differ from one thread`,
    value: differing,
    unit: '',
    threads,
    bar: '0',
  });
  const each = (await fastest(repeats, () => reconstructFourier(volume, { into: all }))) / volume.slices;
  context.record({ ...row, case: `${size}, ${batch} slices a thread`, value: each, ratio: one / each });
  return one;
}

/** How many times faster a slice of one thread has to be than that of a peer. */
const peerBars = { 'tomopy-gridrec': '>= 9 x', 'algotom-dfi': '>= 100 x', 'astra-fbp': '>= 300 x' } as const;
const peerNames = {
  'tomopy-gridrec': 'TomoPy gridrec, padded',
  'algotom-dfi': 'algotom DFI',
  'astra-fbp': 'ASTRA FBP (CPU)',
} as const;

async function againstPeers(context: BenchContext, width: number, angles: number, ours: number): Promise<void> {
  if (!context.peers) return;
  for (const peer of ['tomopy-gridrec', 'algotom-dfi', 'astra-fbp'] as const) {
    const value = await peerReport(context.peers, peer, width, angles);
    if (value === undefined) continue;
    const row = { unit: 'ms/slice', threads: 1, baseline: 'WASM', ratio: value / ours, bar: peerBars[peer] };
    context.record({ ...row, case: `${width} columns, ${angles} angles: ${peerNames[peer]}`, value });
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
  const bar = width === 2048 ? { bar: '<= 700' } : {};
  context.record({ case: `${size}: sweep of 16 axes`, value: sweep, unit: 'ms', threads, ...bar });
  context.saveArray(`ct-recon-sweep-${width}`, slices, [16, width, width]);
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
