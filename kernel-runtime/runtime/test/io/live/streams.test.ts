import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { follow, readPart, recordLive, simulateDetector, withSource, type FollowOptions } from '@daisy-lab/runtime';
import { Push } from 'zeromq';
import { freshFolder } from '../../support/worlds.ts';
import { collect, frames, freeAddress, pixel, rows, stackFile, wrongPixels } from './stacks.ts';

const streams = ['simplon2', 'simplon1', 'json'] as const;
const numbersTo = (end: number, without: readonly number[] = []): readonly number[] =>
  Array.from({ length: end }, (_, at) => at).filter(number => !without.includes(number));

describe.each(streams)('a stream of %s', kind => {
  test.each(['none', 'bslz4', 'lz4'] as const)('gives every value, compressed with %s', async compression => {
    const [file, at] = [await stackFile(), await freeAddress()];
    const live = await follow(`${kind}+${at}`);
    const played = simulateDetector(file, { kind, at, compression, frames: 30, lose: [3, 4, 17] });
    const got = await collect(live, live);
    expect(await played).toBe(27);
    expect(got).toMatchObject({ kinds: 'begin frame end', wrong: 0, numbers: numbersTo(30, [3, 4, 17]) });
    expect(got.report).toMatchObject({
      ...{ announced: 30, received: 27, delivered: 27, dropped: 0, damaged: 0, missingCount: 3, ended: true },
      missing: [
        [3, 5],
        [17, 18],
      ],
    });
  });

  test('goes on after messages that make no sense, and counts them', async () => {
    const url = await freeAddress();
    const live = await follow(`${kind}+${url}`, { idleMs: 500 });
    const socket = new Push();
    await socket.bind(url);
    const nonsense = ['', '{', '[]', '{"htype":"image"}', '\xa1\x64type', '\x9b\xff\xff\xff\xff\xff\xff\xff\xff', '{}'];
    for (const text of nonsense) await socket.send([Buffer.from(text, 'latin1'), 'x']);
    const got = await collect(live, live);
    socket.close();
    expect(got).toMatchObject({ numbers: [], kinds: 'begin end' });
    expect(got.report).toMatchObject({ damaged: nonsense.length, received: 0, ended: false });
    expect(got.report.problems).toHaveLength(nonsense.length);
  });
});

const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

describe('a receiver that is slower than the detector', () => {
  async function followSlowly(options: FollowOptions) {
    const [file, at] = [await stackFile(), await freeAddress()];
    const live = await follow(`simplon2+${at}`, { queue: 2, ...options });
    const played = simulateDetector(file, { kind: 'simplon2', at, frames: 120 });
    let first = true;
    const done = collect(live, live, async () => {
      // a detector that does not wait gives all it has while the first frame is looked at
      while (first && options.whenFull === 'drop' && live.report.received < 120) await turn();
      first = false;
    });
    return { got: await done, given: await played };
  }

  test('loses nothing when the detector may wait', async () => {
    const { got, given } = await followSlowly({ whenFull: 'wait' });
    expect(given).toBe(120);
    expect(got).toMatchObject({ wrong: 0, numbers: numbersTo(120) });
    expect(got.report).toMatchObject({ dropped: 0, missingCount: 0 });
  });

  test('gets the newest when frames may be dropped, and the count of those that were', async () => {
    const { got } = await followSlowly({ whenFull: 'drop' });
    expect(got.wrong).toBe(0);
    expect(got.numbers.at(-1)).toBe(119);
    expect(got.report.dropped).toBeGreaterThan(0);
    expect(got.report.delivered + got.report.dropped).toBe(120);
    expect(got.report).toMatchObject({ received: 120, missingCount: 0 });
  });
});

describe('series', () => {
  test('follow each other, each with its own report', async () => {
    const [file, at] = [await stackFile(), await freeAddress()];
    const live = await follow(`simplon2+${at}`, { series: 2 });
    const ends: unknown[] = [];
    const play = async (): Promise<void> => {
      await simulateDetector(file, { kind: 'simplon2', at, lose: [2] });
      await simulateDetector(file, { kind: 'simplon2', at });
    };
    const played = play();
    for await (const event of live) if (event.kind === 'end') ends.push(event.report.missing);
    await played;
    expect(ends).toEqual([[[2, 3]], []]);
  });

  test('without beginning or end are told apart by their names', async () => {
    const url = await freeAddress();
    const live = await follow(`json+${url}`, { series: 2 });
    const socket = new Push();
    await socket.bind(url);
    const send = (series: string, frame: number): Promise<void> =>
      socket.send([JSON.stringify({ htype: 'image', series, frame, shape: [1, 2], type: 'uint8' }), Buffer.from('ab')]);
    for (const frame of [7, 9, 8, 9]) await send('first', frame);
    await send('second', 0);
    await socket.send(JSON.stringify({ htype: 'series_end', series: 'second' }));
    const seen: unknown[] = [];
    for await (const event of live) {
      if (event.kind === 'frame') seen.push([event.series, event.number, Array.from(event.image.data, Number)]);
      else if (event.kind === 'end') seen.push({ series: event.series, repeated: event.report.repeated });
    }
    socket.close();
    expect(seen).toEqual([
      ['first', 7, [97, 98]],
      ['first', 9, [97, 98]],
      ['first', 8, [97, 98]],
      { series: 'first', repeated: 1 },
      ['second', 0, [97, 98]],
      { series: 'second', repeated: 0 },
    ]);
  });
});

describe('following', () => {
  test('records to HDF5 while the frames are looked at', async () => {
    const [file, at] = [await stackFile(), await freeAddress()];
    const live = await follow(`simplon1+${at}`);
    const path = join(freshFolder(), 'recorded.h5');
    const played = simulateDetector(file, { kind: 'simplon1', at, lose: [5] });
    const got = await collect(recordLive(live, path), live);
    await played;
    expect(got).toMatchObject({ wrong: 0, numbers: numbersTo(frames, [5]) });
    await withSource(path, async source => {
      expect(Array.from((await readPart(source, '/entry/data/number')).data, Number)).toEqual(got.numbers);
      const { data, shape } = await readPart(source, '/entry/data/data');
      expect(shape.slice(0, 2)).toEqual([frames - 1, rows]);
      expect(Array.from(data.subarray(0, 40), Number)).toEqual(Array.from({ length: 40 }, (_, at) => pixel(0, at)));
      expect(source.readScalar('/entry/source/missing')).toBe(1);
    });
  });

  test('keeps what was recorded when the loop is left', async () => {
    const [file, at] = [await stackFile(), await freeAddress()];
    const path = join(freshFolder(), 'part.h5');
    const stop = new AbortController();
    const live = await follow(`json+${at}`);
    const played = simulateDetector(file, { kind: 'json', at, frames: 1000, signal: stop.signal }).catch(() => null);
    for await (const event of recordLive(live, path)) if (event.kind === 'frame' && event.number === 6) break;
    stop.abort();
    await played;
    await withSource(path, source => {
      expect(source.describe('/entry/data/data')?.shape[0]).toBe(7);
      expect(source.readScalar('/entry/source/ended')).toBe(0);
    });
  });

  test('ends with the signal, when nothing comes, and at addresses that are none', async () => {
    const stop = new AbortController();
    const live = await follow(`simplon2+${await freeAddress()}`, { signal: stop.signal });
    const taken = collect(live, live);
    stop.abort();
    await expect(taken).rejects.toMatchObject({ tag: 'Cancelled' });
    const idle = await follow(`simplon2+${await freeAddress()}`, { idleMs: 50 });
    expect((await collect(idle, idle)).kinds).toBe('');
    await expect(follow('no/such/thing')).rejects.toMatchObject({
      tag: 'Input',
      message: expect.stringContaining('no/such'),
    });
    await expect(follow('simplon2+nonsense')).rejects.toMatchObject({ tag: 'Input' });
    await expect(follow(`json+${await freeAddress()}`, { queue: 0 })).rejects.toMatchObject({ tag: 'Input' });
  });

  test('refuses a message that is longer than allowed before it is taken', async () => {
    const [file, at] = [await stackFile(), await freeAddress()];
    const live = await follow(`json+${at}`, { idleMs: 300, largestMessageBytes: 1000 });
    const stop = new AbortController();
    const played = simulateDetector(file, { kind: 'json', at, compression: 'none', signal: stop.signal }).catch(
      () => 0,
    );
    const got = await collect(live, live);
    stop.abort();
    await played;
    expect(got.numbers).toEqual([]);
  });

  test('gives frames alone to who wants no more', async () => {
    const [file, at] = [await stackFile(), await freeAddress()];
    const live = await follow(`simplon2+${at}`);
    const played = simulateDetector(file, { kind: 'simplon2', at });
    let wrong = 0;
    for await (const frame of live.frames()) wrong += wrongPixels(frame);
    expect([await played, wrong, live.report.delivered]).toEqual([frames, 0, frames]);
  });
});
