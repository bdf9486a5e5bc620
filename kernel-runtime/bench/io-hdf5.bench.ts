import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSource, readBlocks, readPart, sharedArray, type DataSource, type NdArray } from '@daisy-lab/runtime';
import * as h5wasm from 'h5wasm/node';
import type { Benchmark, BenchContext } from './bench.ts';
import { best, type Timing } from './io-timing.ts';

type Peers = Readonly<Record<string, Timing>>;

/**
 * Reading of HDF5 datasets: frames, sinograms, cubes and the index of chunks, against h5wasm and, with `--peers`, h5py. The files are
 * written by the Python of `--peers`, which needs h5py and hdf5plugin, to `folder=` (a folder of the system's by default) and kept.
 */
const benchmark: Benchmark = {
  group: 'io',
  name: 'hdf5',
  async run(context: BenchContext): Promise<void> {
    const { options, peers } = context;
    const folder = options['folder'] ?? join(tmpdir(), 'daisy-bench-hdf5');
    const frames = Number(options['frames'] ?? 512);
    const side = Number(options['side'] ?? 1024);
    const repeats = Number(options['repeats'] ?? 3);
    mkdirSync(folder, { recursive: true });
    if (peers) execFileSync(peers, ['kernel-runtime/bench/io-hdf5-write.py', folder, String(frames), String(side)]);
    const bytes = frames * side * side * 2;
    const atOnce = Number(options['atOnce'] ?? 8);
    const peer = ['kernel-runtime/bench/io-hdf5-peer.py', folder, String(repeats), String(atOnce)];
    const h5py = peers ? (JSON.parse(execFileSync(peers, peer).toString()) as Peers) : {};
    await h5wasm.ready;
    await readFrames(context, folder, bytes, repeats, atOnce, h5py);
    await readRows(context, folder, repeats);
    await readIndex(context, folder, repeats);
  },
};

export default benchmark;

async function readFrames(
  context: BenchContext,
  folder: string,
  bytes: number,
  repeats: number,
  atOnce: number,
  h5py: Peers,
): Promise<void> {
  for (const name of ['contiguous', 'plain', 'gzip', 'bslz4']) {
    await withFile(folder, name, async (source, into) => {
      const own = await best(repeats, async () => {
        const frames = source.describe('/data')!.shape[0]!;
        for (let first = 0; first < frames; first += atOnce) {
          await readPart(source, '/data', [[first, Math.min(frames, first + atOnce)]], { into: into.data });
        }
      });
      const library = name === 'bslz4' ? undefined : await framesByLibrary(folder, name, repeats);
      record(context, `${name}, all frames`, bytes, own, { h5wasm: library, h5py: h5py[name] });
    });
  }
  await withFile(folder, 'cubes', async source => {
    const own = await best(repeats, async () => {
      for await (const block of readBlocks(source, '/data', { order: 'row', memoryLimitBytes: 64 << 20 })) {
        if (block.array.data.length === 0) throw new Error('an empty block');
      }
    });
    record(context, 'bslz4 cubes, blocks of rows', bytes, own, { h5py: h5py['cubes'] });
  });
  await withFile(folder, 'bslz4', async (source, into) => {
    const [frames = 0, , columns = 0] = source.describe('/data')!.shape;
    const read = (first: number, end: number): Promise<Timing> =>
      best(repeats, () => readPart(source, '/data', [null, [first, end]], { into: into.data }));
    const one = await read(128, 129);
    const block = await read(128, 160);
    record(context, 'bslz4 frames, one row of all', frames * columns * 2, one, { h5py: h5py['row'] });
    record(context, 'bslz4 frames, 32 rows of all', frames * columns * 64, block, {
      h5py: h5py['rows'],
      'one row': one,
    });
  });
}

/** Rows of frames that are compressed with what the library has itself. */
async function readRows(context: BenchContext, folder: string, repeats: number): Promise<void> {
  await withFile(folder, 'gzip', async (source, into) => {
    const [frames = 0, , columns = 0] = source.describe('/data')!.shape;
    const own = await best(repeats, () => readPart(source, '/data', [null, [128, 160]], { into: into.data }));
    const file = new h5wasm.File(join(folder, 'gzip.h5'), 'r');
    const dataset = file.get('data') as h5wasm.Dataset;
    const library = await best(1, async () => dataset.slice([[], [128, 160], []]));
    file.close();
    record(context, 'gzip frames, 32 rows of all', frames * columns * 64, own, { h5wasm: library });
  });
}

async function readIndex(context: BenchContext, folder: string, repeats: number): Promise<void> {
  const [seconds] = await best(repeats, async () => {
    const source = await openSource(join(folder, 'index.h5'));
    source.read('/data', [[99_999, 100_000]]);
    source.close();
  });
  context.record({ case: 'index of 100,000 chunks and one chunk', value: seconds * 1000, unit: 'ms', threads: 1 });
}

async function framesByLibrary(folder: string, name: string, repeats: number): Promise<Timing> {
  const file = new h5wasm.File(join(folder, `${name}.h5`), 'r');
  const dataset = file.get('data') as h5wasm.Dataset;
  const timing = await best(Math.min(repeats, 2), async () => {
    for (let frame = 0; frame < dataset.shape![0]!; frame++) dataset.slice([[frame, frame + 1]]);
  });
  file.close();
  return timing;
}

async function withFile(
  folder: string,
  name: string,
  use: (source: DataSource, into: NdArray) => Promise<void>,
): Promise<void> {
  const source = await openSource(join(folder, `${name}.h5`));
  try {
    await use(source, sharedArray('uint16', [32 << 20], ['value']));
  } finally {
    source.close();
  }
}

/** The figure and its ratio to each peer, of wall clock and of processors. */
function record(
  context: BenchContext,
  name: string,
  bytes: number,
  [seconds, cpuSeconds]: Timing,
  peers: Readonly<Record<string, Timing | undefined>>,
): void {
  const row = { case: name, value: bytes / seconds / 1e9, unit: 'GB/s', threads: availableParallelism() };
  context.record(row);
  for (const [peer, timing] of Object.entries(peers)) {
    if (!timing) continue;
    context.record({ ...row, case: `  ${name}`, baseline: peer, ratio: timing[0] / seconds });
    context.record({
      ...{ case: `  ${name}, CPU`, value: bytes / cpuSeconds / 1e9, unit: 'GB/CPU s', threads: 1 },
      ...{ baseline: peer, ratio: timing[1] / cpuSeconds },
    });
  }
}
