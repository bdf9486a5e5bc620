import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createSink, follow, ndarray, recordLive, type LiveEvent, type LiveSource } from '@daisy-lab/runtime';
import type { Benchmark, BenchContext } from './bench.ts';

const side = 1024;
const distinct = 16;

/** Detector streams of 1 Mpixel uint16 with noise, from another process; every value is compared. */
const benchmark: Benchmark = {
  group: 'io',
  name: 'live',
  async run(context: BenchContext): Promise<void> {
    const frames = Number(context.options['frames'] ?? 2000);
    const folder = mkdtempSync(join(context.options['folder'] ?? tmpdir(), 'daisy-live-'));
    try {
      const truth = counts();
      const file = join(folder, 'frames.npy');
      const sink = await createSink(file);
      sink.write('/data', ndarray(truth, [distinct, side, side], ['frame', 'row', 'column']));
      await sink.finish();
      for (const compression of ['bslz4', 'none']) {
        await measure(context, { kind: 'simplon2', file, truth, frames, compression });
      }
      await measure(context, { kind: 'simplon1', file, truth, frames: Math.ceil(frames / 2), compression: 'bslz4' });
      const record = join(folder, 'recorded.h5');
      await measure(context, {
        kind: 'simplon2',
        file,
        truth,
        frames: Math.ceil(frames / 4),
        compression: 'bslz4',
        record,
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

export default benchmark;

interface Played {
  readonly kind: string;
  readonly file: string;
  readonly truth: Uint16Array;
  readonly frames: number;
  readonly compression: string;
  /** File to which the frames are written on the way. */
  readonly record?: string;
}

async function measure(
  context: BenchContext,
  { kind, file, truth, frames, compression, record }: Played,
): Promise<void> {
  const at = await freeAddress();
  const live = await follow(`${kind}+${at}`);
  const words = ['simulate-detector', file, '--kind', kind, '--at', at, '--frames', String(frames)];
  const program = resolve('kernel-runtime/runtime/bin/daisy.mjs');
  const detector = spawn(process.execPath, [program, ...words, '--compression', compression], { stdio: 'ignore' });
  const ended = once(detector, 'exit');
  const result = await receive(record === undefined ? live : recordLive(live, record), live, truth);
  await ended;
  const what = `${kind}, 1 Mpixel uint16, ${compression}${record === undefined ? '' : ', recorded to HDF5'}`;
  context.record({ case: what, value: result.perSecond, unit: 'frames/s', threads: 1 });
  context.record({ case: `  pixels`, value: (result.perSecond * side * side * 2) / 1e9, unit: 'GB/s', threads: 1 });
  context.record({ case: `  receiver`, value: result.perCpuSecond, unit: 'frames/CPU s', threads: 1 });
  context.record({ case: `  growth of the process`, value: result.growthMb, unit: 'MB', threads: 1 });
  if (result.wrong > 0 || live.report.delivered !== frames) {
    throw new Error(`${result.wrong} wrong frames, ${live.report.delivered} of ${frames} delivered`);
  }
}

/** The rate between the tenth frame, when everything is warm, and the last. */
async function receive(events: AsyncIterable<LiveEvent>, live: LiveSource, truth: Uint16Array) {
  const before = process.memoryUsage.rss();
  let [startMs, most, wrong, counted] = [0, 0, 0, 0];
  let startCpu = process.cpuUsage();
  for await (const event of events) {
    if (event.kind !== 'frame') continue;
    const first = (event.number % distinct) * side * side;
    const { buffer, byteOffset, byteLength } = event.image.data;
    const expected = Buffer.from(truth.buffer, first * 2, side * side * 2);
    if (!expected.equals(Buffer.from(buffer, byteOffset, byteLength))) wrong++;
    if (++counted === 10) [startMs, startCpu] = [performance.now(), process.cpuUsage()];
    if (counted % 50 === 0) most = Math.max(most, process.memoryUsage.rss());
  }
  const seconds = (performance.now() - startMs) / 1000;
  const { user, system } = process.cpuUsage(startCpu);
  const timed = live.report.delivered - 10;
  return {
    perSecond: timed / seconds,
    perCpuSecond: timed / ((user + system) / 1e6),
    growthMb: Math.max(0, most - before) / 1e6,
    wrong,
  };
}

/** Counts of about 12,000 with seven bits of noise. */
function counts(): Uint16Array {
  const data = new Uint16Array(distinct * side * side);
  let seed = 1;
  for (let at = 0; at < data.length; at++) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    data[at] = 12000 + (seed >>> 25) + (at % side);
  }
  return data;
}

async function freeAddress(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `tcp://127.0.0.1:${port}`;
}
