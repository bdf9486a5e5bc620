import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, copyFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, test } from '@jest/globals';
import { createSink, follow, ndarray, openSource, simulateDetector, type FollowOptions } from '@daisy-lab/runtime';
import { freshFolder } from '../../support/worlds.ts';
import { pythonWithH5py } from '../hdf5/hdf5-files.ts';
import { collect, columns, frames, pixel, rows, stackFile } from './stacks.ts';

const python = pythonWithH5py();
const withPython = (name: string, run: () => Promise<void>): void => (python ? test : test.skip)(name, run, 60_000);

const lookMs = 20;
const numbersTo = (end: number): readonly number[] => Array.from({ length: end }, (_, at) => at);

/** A program of Python that writes `a.h5` step by step: a step for each line it is sent, answered by a line. */
function writer(program: string) {
  const folder = freshFolder();
  const head = `
import sys, os, h5py, numpy as np
os.chdir(sys.argv[1])
rows, columns = ${rows}, ${columns}
def frame(number):
    return ((((number % ${frames}) * rows * columns + np.arange(rows * columns)) * 7919) % 4093).astype("u2").reshape(rows, columns)
def pause():
    print("done", flush=True)
    if not sys.stdin.readline(): sys.exit()
`;
  const child = spawn(python!, ['-c', head + program, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = once(child, 'exit');
  child.stdin.on('error', () => undefined); // it has ended already
  return {
    path: join(folder, 'a.h5'),
    started: (): Promise<unknown> => lines.next(),
    step: (): Promise<unknown> => {
      child.stdin.write('\n');
      return Promise.race([lines.next(), ended]);
    },
    end: async (): Promise<void> => {
      child.stdin.end();
      await ended;
    },
  };
}

/** Follows a file while its writer takes a step whenever the frames of the last one have arrived. */
async function followSteps(program: string, perStep: number, options: FollowOptions = {}) {
  const file = writer(program);
  await file.started();
  const live = await follow(`${file.path}::/d`, { lookMs, ...options });
  let due = perStep;
  const got = await collect(live, live, async () => {
    if (--due > 0) return;
    due = perStep;
    await file.step();
  });
  await file.end();
  return got;
}

describe('an HDF5 file that h5py writes', () => {
  const growing = (settings: string): string => `
with h5py.File("a.h5", "w", libver="latest") as file:
    data = file.create_dataset("d", (1, rows, columns), "u2", maxshape=(None, rows, columns), ${settings})
    data[0] = frame(0)
    file.swmr_mode = True
    data.flush()
    pause()
    for number in range(1, 12):
        data.resize(number + 1, axis=0)
        data[number] = frame(number)
        data.flush()
        pause()
`;

  withPython('with SWMR is followed frame by frame to its end', async () => {
    for (const settings of ['chunks=(1, rows, columns), compression="gzip"', 'chunks=(1, 10, 20), fletcher32=True']) {
      const got = await followSteps(growing(settings), 1);
      expect(got).toMatchObject({ wrong: 0, numbers: numbersTo(12), kinds: 'begin frame end' });
      expect(got.report).toMatchObject({ missingCount: 0, damaged: 0, ended: true });
    }
  });

  withPython('with several frames in a chunk gives each once it is whole', async () => {
    const got = await followSteps(growing('chunks=(4, rows, columns)'), 1);
    expect(got).toMatchObject({ wrong: 0, numbers: numbersTo(12) });
  });

  withPython(
    'into space that is there from the beginning gives what was written, and says what is missing',
    async () => {
      const got = await followSteps(
        `
with h5py.File("a.h5", "w", libver="latest") as file:
    data = file.create_dataset("d", (14, rows, columns), "u2", chunks=(1, rows, columns))
    file.swmr_mode = True
    for number in [0, 1, 2, 3, 7, 8]:
        data[number] = frame(number)
        data.flush()
        if number < 3 or number > 7: pause()
    data[5] = frame(5)
    data.flush()
`,
        1,
      );
      expect(got.wrong).toBe(0);
      expect(got.numbers.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 5, 7, 8]);
      expect(got.report).toMatchObject({ missing: [[4, 5], [6, 7], [9, 14]], ended: true }); // prettier-ignore
    },
  );

  withPython('in the old format is followed as far as it was flushed, until so many frames are there', async () => {
    const got = await followSteps(
      `
with h5py.File("a.h5", "w", libver="earliest") as file:
    data = file.create_dataset("d", (0, rows, columns), "u2", maxshape=(None, rows, columns), chunks=(1, rows, columns), compression="lzf")
    for number in range(300):
        data.resize(number + 1, axis=0)
        data[number] = frame(number)
        if number % 25 == 24:
            file.flush()
            pause()
`,
      25,
      { frames: 300 },
    );
    expect(got).toMatchObject({ wrong: 0, numbers: numbersTo(300) });
  });

  withPython('is waited for, and followed from now on only', async () => {
    const folder = freshFolder();
    const path = join(folder, 'later.h5');
    const live = await follow(path, { lookMs });
    const file = await stackFile();
    const played = simulateDetector(file, { kind: 'hdf5', at: path });
    const got = await collect(live, live);
    await played;
    expect(got).toMatchObject({ wrong: 0, numbers: numbersTo(frames) });
    const again = await follow(`${path}::/entry/data/data`, { lookMs, onlyNew: true });
    expect((await collect(again, again)).numbers).toEqual([]);
    const source = await openSource(path);
    const same = source.follow!('/entry/data/data', { lookMs });
    expect((await collect(same, same)).numbers).toEqual(numbersTo(frames));
    source.close();
  });
});

describe('a file that cannot be followed', () => {
  test('says so: a dataset of text', async () => {
    const path = join(freshFolder(), 'a.h5');
    const sink = await createSink(path);
    sink.writeScalar('/words', 'nothing to see');
    await sink.finish();
    const live = await follow(`${path}::/words`, { lookMs });
    await expect(collect(live, live)).rejects.toMatchObject({
      tag: 'File',
      message: expect.stringContaining('/words'),
    });
  });

  test('is given up after a while when it is no HDF5', async () => {
    const path = join(freshFolder(), 'a.h5');
    writeFileSync(path, 'no HDF5 at all');
    const live = await follow(`${path}::/d`, { lookMs, idleMs: 100 });
    expect((await collect(live, live)).kinds).toBe('');
  });
});

describe('a folder of images', () => {
  async function image(path: string, number: number): Promise<string> {
    const data = Uint16Array.from({ length: rows * columns }, (_, at) => pixel(number, at));
    const sink = await createSink(path);
    sink.write('/data', ndarray(data, [rows, columns], ['row', 'column']));
    await sink.finish();
    return path;
  }

  test('is followed in the order of numbers, and says which are missing', async () => {
    const folder = join(freshFolder(), 'frames');
    mkdirSync(folder);
    const live = await follow(folder, { frames: 17, lookMs });
    const file = await stackFile();
    const played = simulateDetector(file, { kind: 'directory', at: folder, lose: [4, 5, 11] });
    const got = await collect(live, live);
    await played;
    expect(got.wrong).toBe(0);
    expect(got.numbers).toEqual(numbersTo(frames).filter(number => ![4, 5, 11].includes(number)));
    expect(got.report).toMatchObject({ missing: [[4, 6], [11, 12]], received: 17 }); // prettier-ignore
  });

  test('gives a file only when it is whole, and none before it that came earlier', async () => {
    const folder = join(freshFolder(), 'frames');
    const ready = freshFolder();
    mkdirSync(folder);
    const whole = readFileSync(await image(join(ready, 'b9.tif'), 9));
    const half = join(folder, 'b9.tif');
    writeFileSync(half, whole.subarray(0, 1000));
    copyFileSync(await image(join(ready, 'b10.tif'), 10), join(folder, 'b10.tif'));
    writeFileSync(join(folder, '.b11.tif'), whole);
    writeFileSync(join(folder, 'notes.txt'), 'not an image');
    const live = await follow(folder, { frames: 3, lookMs });
    const events = collect(live, live);
    // the half file rests and is looked at several times
    await new Promise(resolve => setTimeout(resolve, 5 * lookMs));
    expect(live.report.received).toBe(0);
    appendFileSync(half, whole.subarray(1000));
    renameSync(await image(join(ready, 'b12.tif'), 12), join(folder, 'b12.tif'));
    const got = await events;
    expect(got).toMatchObject({ wrong: 0, numbers: [9, 10, 12] });
    expect(got.report.missing).toEqual([[11, 12]]);
  });

  test('goes on after a file that is no image', async () => {
    const folder = freshFolder();
    writeFileSync(join(folder, 'a1.tif'), 'no image');
    await image(join(folder, 'a2.tif'), 2);
    const live = await follow(folder, { lookMs: 5, frames: 1 });
    const got = await collect(live, live);
    expect(got).toMatchObject({ numbers: [2], wrong: 0 });
    expect(got.report).toMatchObject({ damaged: 1, problems: [expect.stringContaining('a1.tif')] });
  });
});
