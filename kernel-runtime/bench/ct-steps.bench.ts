import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { closeStripThreads } from '@daisy-lab/compute';
import {
  completeParams,
  ndarray,
  plainContext,
  sharedArray,
  type AnyAlgorithm,
  type Dtype,
  type NdArray,
} from '@daisy-lab/core';
import { ct } from '@daisy-lab/techniques';
import type { Benchmark, BenchContext } from './bench.ts';
import { best } from './timing.ts';

const [angles, rows, columns] = [32, 128, 2048];
const [slices, side] = [4, 1024];

/** Bodies that write out every window take minutes at this size. */
const mostCost = 30;
const isPlain = (body: string): boolean => body === 'plain' || body === 'reference';

type Case = readonly [name: string, AnyAlgorithm, Record<string, unknown>, Record<string, unknown>];

/** The steps before and after a reconstruction, each body against the plain one, and NumPy or SciPy where peers are given. */
const benchmark: Benchmark = {
  group: 'ct',
  name: 'steps',
  async run(context: BenchContext): Promise<void> {
    const peers = context.peers ? peerFigures(context.peers) : {};
    for (const [name, algorithm, inputs, params] of cases()) {
      const bodies = [...algorithm.implementations.keys()];
      const plain = bodies.find(body => (algorithm.implementations.get(body)!.cost ?? 1) < mostCost && isPlain(body));
      const plainMs = plain && bodies.length > 1 ? await timeOf(algorithm, plain, inputs, params, 1) : undefined;
      if (plainMs !== undefined) {
        context.record({ case: `${name}, body "${plain}"`, value: plainMs, unit: 'ms', threads: 1 });
      }
      for (const threads of new Set([1, availableParallelism()])) {
        const ms = await timeOf(algorithm, bodies[0]!, inputs, params, threads);
        const ratio = plainMs === undefined ? {} : { baseline: 'plain', ratio: plainMs / ms };
        context.record({ case: `${name}, body "${bodies[0]}"`, value: ms, unit: 'ms', threads, ...ratio });
        const peer = peers[name];
        if (peer === undefined || threads > 1) continue;
        context.record({
          ...{ case: `${name}, NumPy or SciPy`, value: peer, unit: 'ms', threads: 1 },
          ...{ baseline: 'ours', ratio: peer / ms },
        });
      }
    }
    await closeStripThreads();
  },
};

export default benchmark;

function timeOf(
  algorithm: AnyAlgorithm,
  body: string,
  inputs: Record<string, unknown>,
  params: Record<string, unknown>,
  threads: number,
): Promise<number> {
  const complete = completeParams(algorithm.id, algorithm.params, params);
  const run = async (): Promise<unknown> =>
    algorithm.implementations
      .get(body)!
      .run({ ...plainContext(algorithm), inputs, params: complete, threads } as never);
  return best(4, run);
}

function array<D extends Dtype>(
  dtype: D,
  axes: readonly string[],
  shape: readonly number[],
  value: (i: number) => number,
): NdArray<D> {
  const filled = sharedArray(dtype, shape, axes) as NdArray<D>;
  for (let i = 0; i < filled.data.length; i++) (filled.data as Float32Array)[i] = value(i);
  return filled;
}

function cases(): readonly Case[] {
  const projections = ['angle', 'row', 'column'];
  const fields = ['frame', 'row', 'column'];
  const shape = [angles, rows, columns];
  const values = array(
    'float32',
    projections,
    shape,
    i => 0.3 + Math.abs(Math.sin(i * 0.0137)) + ((i * 7919) % 997) / 1e5,
  );
  const proj = array('uint16', projections, shape, i => 1000 + ((i * 7919) % 30000));
  const flats = array('uint16', fields, [10, rows, columns], i => 40000 + ((i * 31) % 500));
  const darks = array('uint16', fields, [10, rows, columns], i => 100 + ((i * 31) % 50));
  const volume = array(
    'float32',
    ['row', 'y', 'x'],
    [slices, side, side],
    i => Math.sin(i * 0.05) + ((i * 7919) % 997) / 3e3,
  );
  const anglesRad = ndarray(
    Float64Array.from({ length: angles }, (_, i) => (2 * Math.PI * i) / angles),
    [angles],
    ['angle'],
  );
  return [
    ['beam in time', ct.normalizeInTime, { proj, flats, darks }, {}],
    ['dead pixels', ct.deadPixels, { proj, flats, darks }, {}],
    ['air', ct.normalizeAir, { transmission: values }, {}],
    ['beam hardening', ct.beamHardening, { lineIntegrals: values }, { coefficients: [1, 0.1, 0.02] }],
    ['crop', ct.crop, { proj }, { firstRow: 10, endRow: 118, firstColumn: 100, endColumn: 1900 }],
    ['bin', ct.bin, { proj }, { factor: 2 }],
    ['zingers', ct.zingers, { values }, {}],
    ['tilt', ct.correctTilt, { lineIntegrals: values, axisPx: 1000, tiltRad: 0.01 }, {}],
    ['stitch', ct.stitchFullTurn, { lineIntegrals: values, anglesRad, axisPx: 150.3 }, {}],
    ['fill columns', ct.fillOpposite, { lineIntegrals: values, anglesRad, axisPx: 1000 }, {}],
    ['mask', ct.circularMask, { slices: volume }, {}],
    ['integers', ct.toIntegers, { slices: volume, low: -1, high: 1.3 }, {}],
    ['range', ct.valueRange, { slices: volume }, {}],
    ['Otsu', ct.otsu, { slices: volume }, {}],
    ['porosity', ct.porosity, { slices: volume, threshold: 0 }, {}],
    ['median 5 x 5', ct.denoiseMedian, { slices: volume }, { sizePx: 5 }],
    ['total variation', ct.denoiseTv, { slices: volume }, { iterations: 10 }],
  ] as unknown as readonly Case[];
}

/** Milliseconds of NumPy and SciPy on the same data; none where SciPy is missing. */
function peerFigures(python: string): Partial<Record<string, number>> {
  const program = `
import json, time
import numpy as np
from scipy import ndimage
A, R, C, S, N = ${angles}, ${rows}, ${columns}, ${slices}, ${side}
i = np.arange(A * R * C)
f = (0.3 + np.abs(np.sin(i * 0.0137)) + (i * 7919 % 997) / 1e5).astype('f4').reshape(A, R, C)
u = (1000 + i * 7919 % 30000).astype('u2').reshape(A, R, C)
j = np.arange(S * N * N)
s = (np.sin(j * 0.05) + (j * 7919 % 997) / 3e3).astype('f4').reshape(S, N, N)
flats = np.full((10, R, C), 40000, 'u2'); darks = np.full((10, R, C), 100, 'u2')
out = {}
def best(name, work, n=2):
    t = []
    for _ in range(n):
        start = time.perf_counter(); work(); t.append(time.perf_counter() - start)
    out[name] = 1000 * min(t)
def in_time():
    d = darks.mean(0, dtype='f4'); a = flats[:5].mean(0, dtype='f4') - d; b = flats[5:].mean(0, dtype='f4') - d
    o = np.empty((A, R, C), 'f4')
    for k in range(A): o[k] = (u[k] - d) / (a + np.float32(k / A) * (b - a))
def dead():
    beam = flats.mean(0) - darks.mean(0)
    return [x.astype('f4') for x in (u, flats, darks)], beam > 5 * ndimage.median_filter(beam, (1, 31))
def air():
    w = np.linspace(0, 1, C, dtype='f4')
    return f / (f[:, :, :10].mean(2)[..., None] * (1 - w) + f[:, :, -10:].mean(2)[..., None] * w)
def porosity():
    labels, n = ndimage.label(s < 0)
    return np.bincount(labels.ravel()), ndimage.center_of_mass(s < 0, labels, np.arange(1, n + 1))
best('beam in time', in_time); best('dead pixels', dead); best('air', air)
best('beam hardening', lambda: ((np.float32(.02) * f + np.float32(.1)) * f + np.float32(1)) * f)
best('crop', lambda: np.ascontiguousarray(u[:, 10:118, 100:1900]))
best('bin', lambda: u.reshape(A, R // 2, 2, C // 2, 2).mean(axis=(2, 4), dtype='f4'))
best('zingers', lambda: [np.where(x - ndimage.median_filter(x, 3) > .1, 0, x) for x in f], 1)
best('tilt', lambda: [ndimage.affine_transform(x, [[1, .01], [-.01, 1]], order=3) for x in f], 1)
best('mask', lambda: np.where(np.hypot(*np.mgrid[-N // 2:N // 2, -N // 2:N // 2]) <= N / 2, s, 0))
best('integers', lambda: np.clip(np.rint((s + 1) * (65535 / 2.3)), 0, 65535).astype('u2'))
best('range', lambda: (np.nanmin(s), np.nanmax(s))); best('Otsu', lambda: np.histogram(s, 1024))
best('porosity', porosity, 1); best('median 5 x 5', lambda: [ndimage.median_filter(x, 5) for x in s], 1)
print(json.dumps(out))`;
  try {
    return JSON.parse(execFileSync(python, ['-c', program], { encoding: 'utf8' })) as Record<string, number>;
  } catch {
    console.log('NumPy and SciPy: not measured, that Python does not have them or they failed');
    return {};
  }
}
