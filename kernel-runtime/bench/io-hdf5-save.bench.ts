import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSink, openSource, readPart, type Codec, type NdArray } from '@daisy-lab/runtime';
import type { Benchmark, BenchContext } from './bench.ts';
import { best, type Timing } from './io-timing.ts';

const codecs: Readonly<Record<string, Codec>> = { plain: 'none', bslz4: 'bitshuffle-lz4', gzip: 'deflate' };

/**
 * Writing of HDF5 frames, against h5py and hdf5plugin with `--peers` (one thread, `write_direct`). The frames are those of the benchmark
 * io.hdf5, whose file is written to `folder=` by the Python of `--peers` and kept.
 */
const benchmark: Benchmark = {
  group: 'io',
  name: 'hdf5-save',
  async run({ options, peers, record }: BenchContext): Promise<void> {
    const folder = options['folder'] ?? join(tmpdir(), 'daisy-bench-hdf5');
    const frames = Number(options['frames'] ?? 512);
    const side = Number(options['side'] ?? 1024);
    const repeats = Number(options['repeats'] ?? 3);
    mkdirSync(folder, { recursive: true });
    if (!peers) throw new Error('The frames are made by Python: give --peers with h5py and hdf5plugin.');
    execFileSync(peers, ['kernel-runtime/bench/io-hdf5-write.py', folder, String(frames), String(side)]);
    const held = await firstFrames(folder, Math.min(64, frames));
    const peer = ['kernel-runtime/bench/io-hdf5-save-peer.py', folder, String(repeats), String(frames)];
    const own: Record<string, Timing> = {};
    for (const [name, codec] of Object.entries(codecs)) {
      own[name] = await best(repeats, () => save(join(folder, 'saved.h5'), held, countOf(name, frames), codec));
    }
    const h5py = JSON.parse(execFileSync(peers, peer).toString()) as Record<string, Timing>;
    for (const [name, [seconds, cpuSeconds]] of Object.entries(own)) {
      const [peerSeconds, peerCpu] = h5py[name]!;
      const bytes = countOf(name, frames) * side * side * 2;
      const row = { case: `write ${name} frames`, unit: 'GB/s', threads: availableParallelism(), baseline: 'h5py' };
      record({ ...row, value: bytes / seconds / 1e9, ratio: peerSeconds / seconds });
      record({
        ...{ ...row, case: `  write ${name} frames, CPU`, unit: 'GB/CPU s', threads: 1 },
        ...{ value: bytes / cpuSeconds / 1e9, ratio: peerCpu / cpuSeconds },
      });
    }
    rmSync(join(folder, 'saved.h5'), { force: true });
  },
};

export default benchmark;

/** Deflate takes long: an eighth of the frames says the same. */
const countOf = (name: string, frames: number): number => (name === 'gzip' ? Math.floor(frames / 8) : frames);

async function firstFrames(folder: string, count: number): Promise<NdArray> {
  const source = await openSource(join(folder, 'contiguous.h5'));
  try {
    return await readPart(source, '/data', [[0, count]]);
  } finally {
    source.close();
  }
}

async function save(path: string, held: NdArray, count: number, codec: Codec): Promise<void> {
  const [length = 0, height = 0, width = 0] = held.shape;
  const frame = height * width;
  rmSync(path, { force: true }); // as the peer does: memory of the file before is free again
  const sink = await createSink(path, { overwrite: true });
  const shape = [count, height, width];
  const writer = sink.create('/data', { dtype: held.dtype, shape, storage: { chunks: [1, height, width], codec } });
  for (let index = 0; index < count; index++) {
    const from = (index % length) * frame;
    await writer.append(held.data.subarray(from, from + frame));
  }
  await sink.finish();
}
