import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSource, readPart, TiffWriter } from '@daisy-lab/runtime';
import type { Benchmark, BenchContext } from './bench.ts';

const width = 2048;
const height = 2048;
/** Pages that are handled at once, by us and by the peer. */
const block = 25;

/** A stack of projections as multi-page TIFF, beside tifffile when `--peers` names a Python that has it. */
const benchmark: Benchmark = {
  group: 'io',
  name: 'tiff',
  async run(context: BenchContext): Promise<void> {
    const pages = Number(context.options['pages'] ?? 1000);
    const folder = mkdtempSync(join(context.options['folder'] ?? tmpdir(), 'daisy-tiff-'));
    try {
      await measure(context, folder, pages, 'none');
      await measure(context, folder, Math.min(pages, 100), 'deflate');
      await measure(context, folder, Math.min(pages, 50), 'lzw');
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

export default benchmark;

async function measure(
  context: BenchContext,
  folder: string,
  pages: number,
  compression: 'none' | 'deflate' | 'lzw',
): Promise<void> {
  const file = join(folder, `${compression}.tif`);
  const theirs = join(folder, `${compression}-peer.tif`);
  const gigabytes = (pages * width * height * 2) / 1e9;
  // a virtual machine gets new memory slowly: all write to pages of the cache that were used before
  writeFileSync(theirs, new Uint8Array(gigabytes * 1e9));
  rmSync(theirs);
  const peer = context.peers ? askPeer(context.peers, theirs, pages, compression) : undefined;
  rmSync(theirs, { force: true });
  const rate = (seconds: number): number => gigabytes / seconds;
  const row = (what: string, seconds: number, peerSeconds: number | undefined) =>
    context.record({
      case: `${what} ${pages} pages of ${width} x ${height} uint16, ${compression}`,
      value: rate(seconds),
      unit: 'GB/s',
      threads: 4,
      ...(peerSeconds === undefined ? {} : { baseline: 'tifffile', ratio: peerSeconds / seconds }),
    });
  const projections = frames(block);
  let start = performance.now();
  const predictor = compression === 'none' ? 1 : 2;
  const writer = new TiffWriter(file, { dtype: 'uint16', width, height, pages }, { compression, predictor });
  for (let done = 0; done < pages; done += block) await writer.appendAsync(projections);
  writer.finish();
  row('write', (performance.now() - start) / 1000, peer?.write);
  const into = new Uint16Array(new SharedArrayBuffer(block * width * height * 2));
  let best = Infinity;
  for (let repeat = 0; repeat < 2; repeat++) {
    start = performance.now();
    const source = await openSource(file);
    for (let done = 0; done < pages; done += block) {
      await readPart(source, '/data', [[done, Math.min(pages, done + block)]], { into });
    }
    source.close();
    best = Math.min(best, (performance.now() - start) / 1000);
  }
  row('read', best, peer?.read);
  context.record({ case: `size, ${compression}`, value: statSync(file).size / 1e9, unit: 'GB', threads: 1 });
  rmSync(file);
}

/** Counts of about 12,000 with noise of seven bits. */
function frames(count: number): Uint16Array {
  const data = new Uint16Array(count * width * height);
  let seed = 1;
  for (let at = 0; at < data.length; at++) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    data[at] = 12000 + (seed >>> 25) + (at % width);
  }
  return data;
}

const program = `
import sys, time, json, numpy as np, tifffile
name, pages, compression, block = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
rng = np.random.default_rng(1)
data = (12000 + rng.integers(0, 128, (block, ${height}, ${width})) + np.arange(${width})).astype('uint16')
how = {} if compression == 'none' else dict(compression={'deflate': 'zlib', 'lzw': 'lzw'}[compression], predictor=True)
if compression == 'deflate': how['compressionargs'] = {'level': 1}
start = time.perf_counter()
with tifffile.TiffWriter(name, bigtiff=True) as out:
    for done in range(0, pages, block):
        for page in data: out.write(page, contiguous=False if how else True, metadata=None, **how)
write = time.perf_counter() - start
read = 1e9
into = np.empty_like(data)
for repeat in range(2):
    start = time.perf_counter()
    with tifffile.TiffFile(name) as file:
        for done in range(0, pages, block):
            tifffile_pages = range(done, min(pages, done + block))
            file.asarray(key=tifffile_pages, out=into[:len(tifffile_pages)])
    read = min(read, time.perf_counter() - start)
print(json.dumps(dict(write=write, read=read)))
`;

interface PeerSeconds {
  readonly write: number;
  readonly read: number;
}

/** Undefined for a compression that tifffile has with imagecodecs only. */
function askPeer(python: string, file: string, pages: number, compression: string): PeerSeconds | undefined {
  const ran = spawnSync(python, ['-c', program, file, String(pages), compression, String(block)], { encoding: 'utf8' });
  // what it has written must not be on its way to the disk while we write
  spawnSync('sync');
  if (ran.stderr.includes("requires the 'imagecodecs' package")) return undefined;
  if (ran.status !== 0) throw new Error(`tifffile failed: ${ran.stderr}`);
  return JSON.parse(ran.stdout) as PeerSeconds;
}
