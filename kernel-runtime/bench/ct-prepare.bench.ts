import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import {
  blockPixels,
  closeStripThreads,
  removeStripes,
  runStrips,
  type PaganinOptions,
  type StripeOptions,
} from '@daisy-lab/compute';
import { peerReport } from './ct-peer.ts';
import type { Benchmark, BenchContext } from './bench.ts';

/** Flat field with logarithm, phase retrieval and removal of stripes at the size of a real scan; with peers, the same by them. */
const benchmark: Benchmark = {
  group: 'ct',
  name: 'prepare',
  async run(context: BenchContext): Promise<void> {
    const side = Number(context.options['side'] ?? 2048);
    const angles = Number(context.options['angles'] ?? 1442);
    const peer = context.peers ? peerFigures(context.peers, side) : {};
    await flatAndLog(context, side, peer);
    await phase(context, side, peer['phase']);
    const all = context.peers ? await peerReport(context.peers, 'algotom-stripes', side, angles) : undefined;
    stripes(context, side, angles, all);
    await closeStripThreads();
  },
};

export default benchmark;

const threadCounts = [1, availableParallelism()].filter((count, at, all) => all.indexOf(count) === at);

async function flatAndLog(context: BenchContext, side: number, peer: Partial<Record<string, number>>): Promise<void> {
  const [frames, pixels] = [8, side * side];
  const counts = new Uint16Array(new SharedArrayBuffer(2 * frames * pixels));
  for (let i = 0; i < counts.length; i++) counts[i] = 1000 + ((i * 7919) % 30000);
  const [gain, offset] = [floats(pixels).fill(1 / 40000), floats(pixels).fill(-100.3 / 40000)];
  const out = floats(frames * pixels);
  const task = { counts, angles: frames, pixels, gain, offset, clipBelow: 1e-6, log: true, out };
  for (const threads of threadCounts) {
    const ms = await fastest(8, () => runStrips('transmission', task, Math.ceil(pixels / blockPixels), { threads }));
    context.record({
      case: `flat, dark, -log of a frame of ${side} x ${side} uint16`,
      ...{ value: ms / frames, unit: 'ms/frame', threads },
      ...against('numpy', peer['log'], ms / frames),
    });
    if (peer['formula'] === undefined) continue;
    context.record({
      case: 'numpy by the formula, -log((counts - dark) / (flat - dark))',
      ...{ value: peer['formula'], unit: 'ms/frame', threads: 1, baseline: `ours, ${threads} threads` },
      ratio: peer['formula'] / (ms / frames),
    });
  }
  context.saveArray('line-integrals', out.slice(0, pixels), [side, side]);
}

async function phase(context: BenchContext, side: number, peerMs: number | undefined): Promise<void> {
  const count = 4;
  const [frames, out] = [floats(count * side * side), floats(count * side * side)];
  for (let i = 0; i < frames.length; i++) frames[i] = 0.5 + 0.4 * Math.sin(i * 0.001) * Math.cos(i * 0.37);
  const options: PaganinOptions = { method: 'paganin', strength: 20, marginPx: 0, halfBins: false };
  for (const threads of threadCounts) {
    const task = { frames, rows: side, columns: side, options, out };
    const ms = await fastest(5, () => runStrips('paganin', task, count, { threads, stripItems: 1 }));
    context.record({
      case: `Paganin, frame of ${side} x ${side}`,
      ...{ value: ms / count, unit: 'ms/frame', threads },
      ...against('scipy rfft2', peerMs, ms / count),
    });
  }
  context.saveArray('paganin', out.slice(0, side * side), [side, side]);
}

function stripes(context: BenchContext, columns: number, angles: number, peerMs: number | undefined): void {
  const clean = discSinogram(angles, columns);
  const methods: readonly StripeOptions[] = [
    { method: 'all', snr: 3, largePx: 61, smallPx: 21 },
    { method: 'sorting', sizePx: 21 },
    { method: 'filtering', sigma: 3, sizePx: 21 },
    { method: 'fitting', order: 3, sigmaColumn: 5, sigmaAngle: 20 },
    { method: 'large', snr: 3, sizePx: 51, dropRatio: 0.1, norm: true },
    { method: 'dead', snr: 3, sizePx: 51, norm: true },
    { method: 'fourierWavelet', wavelet: 'db5', sigma: 2, pad: true },
    { method: 'titarenko', offset: 1.5 },
    { method: 'smoothing', sizePx: 5 },
  ];
  for (const options of methods) {
    let [best, result] = [Infinity, clean];
    for (let repeat = 0; repeat < 3; repeat++) {
      result = clean.slice();
      const start = performance.now();
      removeStripes({ data: result, angles, columns }, options);
      best = Math.min(best, performance.now() - start);
    }
    const change = Math.sqrt(result.reduce((sum, value, i) => sum + (value - clean[i]!) ** 2, 0) / clean.length);
    context.record({
      case: `stripes "${options.method}", ${angles} x ${columns}, clean columns change by ${change.toExponential(1)} rms`,
      ...{ value: best, unit: 'ms', threads: 1 },
      ...(options.method === 'all' ? against('algotom', peerMs, best) : {}),
    });
    context.saveArray(`stripes-${options.method}`, result, [angles, columns]);
  }
}

/** Two discs and 1 % noise. */
function discSinogram(angles: number, columns: number): Float32Array {
  const chord = (t: number, radius: number): number => 2 * Math.sqrt(Math.max(0, radius * radius - t * t));
  return Float32Array.from({ length: angles * columns }, (_, i) => {
    const t = (i % columns) / columns - 0.5;
    const theta = (Math.PI * Math.floor(i / columns)) / angles;
    return chord(t, 0.4) + 0.5 * chord(t - 0.1 * Math.cos(theta), 0.1) + 0.01 * (((i * 7919) % 997) / 997);
  });
}

/** Milliseconds of peers on the same machine: numpy for flat and log, scipy for the filter where installed; one thread. */
function peerFigures(python: string, side: number): Record<string, number | undefined> {
  const program = `
import json, time
import numpy as np
out = {}
def best(f, n=3):
    f(); t = []
    for _ in range(n):
        s = time.perf_counter(); f(); t.append(time.perf_counter() - s)
    return 1000 * min(t)
n = ${side}
c = (1000 + np.arange(n * n) % 30000).astype('uint16').reshape(n, n)
d = np.full((n, n), 100.3, 'f4'); g = np.full((n, n), 1 / 40000, 'f4')
f = d + 40000
out['formula'] = best(lambda: -np.log(np.maximum((c - d) / (f - d), 1e-6)))
out['log'] = best(lambda: -np.log(np.maximum((c.astype('f4') - d) * g, 1e-6)))
try:
    from scipy import fft
    x = np.random.rand(n, n).astype('f4'); h = np.ones((n, n // 2 + 1), 'f4')
    out['phase'] = best(lambda: -np.log(fft.irfft2(fft.rfft2(x) * h, s=x.shape)))
except ImportError: pass
print(json.dumps(out))`;
  return JSON.parse(execFileSync(python, ['-c', program], { encoding: 'utf8' })) as Record<string, number>;
}

function against(
  baseline: string,
  peerMs: number | undefined,
  ms: number,
): { baseline: string; ratio: number } | object {
  return peerMs === undefined ? {} : { baseline, ratio: peerMs / ms };
}

function floats(count: number): Float32Array {
  return new Float32Array(new SharedArrayBuffer(4 * count));
}

/** The first call is not counted: it compiles and allocates. */
async function fastest(repeats: number, run: () => Promise<unknown>): Promise<number> {
  await run();
  let best = Infinity;
  for (let i = 0; i < repeats; i++) {
    const start = performance.now();
    await run();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}
