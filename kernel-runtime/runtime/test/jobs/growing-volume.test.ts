import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import {
  algorithm,
  closePool,
  ct,
  Engine,
  FolderResults,
  openScan,
  openSource,
  p,
  port,
  readPart,
  saveScan,
  saveVolume,
  type AnyAlgorithm,
} from '@daisy-lab/runtime';
import { FileRun, type FileRunRequest } from '../../lib/jobs/file-run.js';
import { expectSame } from '../support/same-file.ts';
import { constant, freshFolder } from '../support/worlds.ts';

afterAll(closePool);

/** The body waits for it when it is called. */
let mayGoOn: (slice: number) => Promise<void> | void = () => undefined;

/** Slices that hold their number. */
const slices = algorithm('test.slices', {
  version: '1.0.0',
  title: 'Slices',
  split: { over: 'z', prefer: 4, combine: { count: 'sum' } },
  extent: (_, { count }) => count,
  inputs: {},
  params: { count: p.integer({ default: 40 }), side: p.integer({ default: 32 }) },
  outputs: { volume: port.array('float32', ['z', 'y', 'x']), count: port.integer() },
}).implement('plain', {
  run: async ({ params: { count, side }, piece = { start: 0, end: count }, output }) => {
    await mayGoOn(piece.start);
    const volume = output('volume', [piece.end - piece.start, side, side]);
    for (let z = piece.start; z < piece.end; z++)
      volume.data.fill(z, (z - piece.start) * side * side, (z - piece.start + 1) * side * side);
    return { volume, count: piece.end - piece.start };
  },
});

function start(folder: string, params: FileRunRequest['params'], options: Parameters<typeof Engine.local>[0]): FileRun {
  const wish = { inputs: {}, params, outputs: { volume: 'volume.h5' }, overwrite: false };
  return new FileRun(Engine.local(options), { ...wish, algorithm: slices as AnyAlgorithm, cwd: folder });
}

/** A run that waits when its first slices are in the file; gives the file, which grows. */
async function startAndWait(folder: string, options: object): Promise<{ run: FileRun; file: string; goOn(): void }> {
  let goOn = (): void => undefined;
  const told = new Promise<void>(resolve => (goOn = resolve));
  let calls = 0;
  // three slices that tell how the volume is stored, and the first piece
  mayGoOn = () => (calls++ < 4 ? undefined : told);
  const run = start(folder, { count: 40 }, { memoryBytes: 50_000, ...options });
  const file = await new Promise<string>(resolve => {
    run.onChange(record => record.growing?.['volume'] && resolve(record.growing['volume']));
  });
  return { run, file, goOn };
}

test('a run to a file writes what a notebook saves, whatever memory it may take', async () => {
  const folder = freshFolder();
  const [angles, rows, columns] = [30, 45, 32];
  const projections = constant(angles, rows, columns, 1000);
  projections.data.forEach((_, at) => (projections.data[at] = Math.abs((at % 32) - 15) < 6 ? 400 + (at % 7) : 1000));
  const anglesRad = Float64Array.from({ length: angles }, (_, index) => (index * Math.PI) / angles);
  const flats = constant(3, rows, columns, 1000);
  const path = await saveScan(join(folder, 'scan.h5'), { projections, flats, darks: null, anglesRad });
  const params = { axisPx: 15 };
  const engine = Engine.local({ results: null });
  const run = engine.run(ct.full, { scan: await openScan(path) }, { params });
  const whole = await saveVolume(join(folder, 'whole.h5'), await run, { provenance: run.provenance });
  for (const memoryBytes of [2e6, 1e9]) {
    const wish = { inputs: { scan: path }, params, outputs: { volume: `${memoryBytes}.h5` }, overwrite: false };
    const request = { ...wish, algorithm: ct.full as AnyAlgorithm, cwd: folder };
    const record = await new FileRun(Engine.local({ results: null, memoryBytes }), request).finished;
    expect(record).toMatchObject({ state: 'done', outputs: { volume: join(folder, `${memoryBytes}.h5`) } });
    await expectSame(record.outputs['volume']!, whole);
  }
});

test('slices can be read while the others are made; when it is cancelled nothing stays', async () => {
  const folder = freshFolder();
  const { run, file, goOn } = await startAndWait(folder, { results: null });
  const source = await openSource(file);
  const { shape, data } = await readPart(source, '/entry/volume/data', []);
  source.close();
  expect(shape).toEqual([4, 32, 32]);
  expect([data[0], data.at(-1)]).toEqual([0, 3]);
  run.cancel();
  goOn();
  expect(await run.finished).toMatchObject({ state: 'cancelled', outputs: {} });
  expect(readdirSync(folder)).toEqual([]);
});

test('what a cancelled run has finished is not made again, and the file is whole', async () => {
  const folder = freshFolder();
  const results = new FolderResults(freshFolder());
  const { run, goOn } = await startAndWait(folder, { results });
  run.cancel();
  goOn();
  expect(await run.finished).toMatchObject({ state: 'cancelled' });
  const made: number[] = [];
  mayGoOn = slice => void made.push(slice);
  const { state, outputs } = await start(folder, { count: 40 }, { memoryBytes: 50_000, results }).finished;
  expect([state, Math.min(...made)]).toEqual(['done', 4]);
  const source = await openSource(outputs['volume']!);
  const { data } = await readPart(source, '/entry/volume/data', []);
  source.close();
  expect(Array.from({ length: 40 }, (_, z) => data[z * 32 * 32 + 7])).toEqual(Array.from({ length: 40 }, (_, z) => z));
});

test('a volume of 400 MB is made and written in less than half of that', async () => {
  mayGoOn = () => undefined;
  const folder = freshFolder();
  const before = process.memoryUsage().rss;
  let most = 0;
  const looking = setInterval(() => (most = Math.max(most, process.memoryUsage().rss - before)), 5);
  const record = await start(folder, { count: 400, side: 512 }, { results: null, memoryBytes: 32e6 }).finished;
  clearInterval(looking);
  expect(record.state).toBe('done');
  expect(most).toBeLessThan(200e6);
  const source = await openSource(record.outputs['volume']!);
  const [last] = (await readPart(source, '/entry/volume/data', [[399, 400]])).data;
  source.close();
  expect(last).toBe(399);
});
