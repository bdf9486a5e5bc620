import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { createSink, ndarray, rechunk, readPart, withSource, type Codec, type DataSource } from '@daisy-lab/runtime';
import { planBoxes } from '../../../lib/io/rechunk/plan-boxes.js';
import { createServices } from '../../../lib/services/index.js';
import { main } from '../../../lib/cli/main.js';
import { freshFolder } from '../../support/worlds.ts';

const shape = [90, 64, 96] as const;
const values = Uint16Array.from({ length: 90 * 64 * 96 }, (_, index) => 1000 + ((index * 7919) % 61) + (index % 96));

async function sameValues(source: DataSource): Promise<boolean> {
  const { data } = await readPart(source, '/entry/plot');
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength).equals(Buffer.from(values.buffer));
}

/** A scan in frames, as a detector writes it, whose data have a second name. */
async function frames(folder: string, codec: Codec = 'bitshuffle-lz4'): Promise<string> {
  const sink = await createSink(join(folder, 'frames.h5'));
  sink.group('/', { default: 'entry' });
  sink.group('/entry/instrument', { NX_class: 'NXdetector' });
  const storage = { chunks: [1, 64, 96], codec };
  const writer = sink.create('/entry/instrument/data', { dtype: 'uint16', shape, storage }, { units: 'counts' });
  await writer.append(values);
  await sink.write('/entry/angles', ndarray(Float64Array.of(0, 1.5), [2], ['angle']), { units: 'deg' });
  sink.writeScalar('/entry/title', 'tooth');
  sink.link!('/entry/plot', '/entry/instrument/data');
  await sink.finish();
  return sink.path;
}

describe('a copy with other chunks', () => {
  test.each(['frames', 'rows', 'cube'] as const)('for reading by %s holds the same in all else', async access => {
    const folder = freshFolder();
    const fractions: number[] = [];
    const made = await rechunk(await frames(folder), join(folder, 'copy.h5'), {
      access,
      memoryLimitBytes: 200_000,
      onProgress: fraction => fractions.push(fraction),
    });
    expect(made.left).toEqual([]);
    expect(made.datasets).toHaveLength(1);
    expect(fractions.at(-1)).toBe(1);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    await withSource(made.path, async source => {
      const info = source.describe('/entry/instrument/data')!;
      const expected = { frames: [1, 64, 96], rows: [90, 3, 96], cube: [90, 32, 96] }[access];
      expect(info.storage).toMatchObject({ chunks: expected, filters: ['bitshuffle-lz4'] });
      expect(info.attributes).toMatchObject({
        units: 'counts',
        storage_access: access,
        storage_codec: 'bitshuffle-lz4',
      });
      expect(info.attributes['storage_ratio']).toBeGreaterThan(1.5);
      expect(await sameValues(source)).toBe(true);
      expect(source.members!('/entry')!.entry('plot').target).toBe(made.datasets[0]!.path);
      expect(Array.from(source.read('/entry/angles').data, Number)).toEqual([0, 1.5]);
      expect(source.readScalar('/entry/title')).toBe('tooth');
      expect(source.attributes('/')).toEqual({ default: 'entry' });
    });
  });

  test('that is stopped, or is of nothing, leaves no file', async () => {
    const folder = freshFolder();
    const source = await frames(folder);
    const stop = new AbortController();
    const options = { memoryLimitBytes: 100_000, signal: stop.signal, onProgress: () => stop.abort() };
    await expect(rechunk(source, join(folder, 'copy.h5'), options)).rejects.toMatchObject({ tag: 'Cancelled' });
    await expect(rechunk(source, join(folder, 'copy.h5'), { dataset: '/entry/title' })).rejects.toMatchObject({
      tag: 'Input',
    });
    await expect(rechunk(source, join(folder, 'copy.npy'))).rejects.toMatchObject({ tag: 'Input' });
    expect(readdirSync(folder)).toEqual(['frames.h5']);
  });

  test('goes in boxes within the memory, in which old chunks are read as seldom as it allows', () => {
    const whole = planBoxes([1000, 2048, 2048], [1, 2048, 2048], [64, 16, 512], 64 * 2048 * 2048);
    expect(whole).toEqual({ box: [64, 2048, 2048], reads: 1 });
    const tight = planBoxes([1000, 2048, 2048], [1, 2048, 2048], [64, 16, 512], 64 * 256 * 2048);
    expect(tight.box.reduce((size, length) => size * length, 1)).toBeLessThanOrEqual(64 * 256 * 2048);
    expect(tight.reads).toBe(8);
    expect(planBoxes([100, 100], [100, 100], [50, 50], 1).box).toEqual([50, 50]);
  });

  test('can be asked for by a screen, which follows it as a run', async () => {
    const folder = freshFolder();
    await frames(folder, 'none');
    const seen: string[] = [];
    const { services, close } = createServices({
      cwd: folder,
      emit: (topic, _, value) => seen.push(`${topic} ${(value as { state: string }).state}`),
    });
    const call = { signal: new AbortController().signal };
    const request = { path: 'frames.h5', file: 'copy.h5', access: 'rows' as const, codec: 'deflate' };
    const { result: started } = await services['data.rechunk']!(request, call);
    expect(started).toMatchObject({ algorithm: 'io.rechunk', state: 'running' });
    const { result: known } = await services['run.list']!({}, call);
    expect(known.runs.map(({ run }) => run)).toEqual([started.run]);
    const { result: ended } = await services['run.cancel']!({ run: started.run }, call);
    expect(ended.state).toBe('cancelled');
    expect(seen.at(-1)).toBe('run cancelled');
    expect(readdirSync(folder)).toEqual(['frames.h5']);
    await expect(
      Promise.resolve().then(() => services['data.rechunk']!({ ...request, codec: 'magic' }, call)),
    ).rejects.toMatchObject({ tag: 'Input' });
    await close();
  });

  test('is a command', async () => {
    const folder = freshFolder();
    const source = await frames(folder);
    const out = join(folder, 'rows.h5');
    expect(
      await main(['rechunk', `${source}::/entry/instrument/data`, '--for', 'rows', '--codec', 'fast', '--out', out]),
    ).toBe(0);
    await withSource(out, async copy => expect(await sameValues(copy)).toBe(true));
    expect(await main(['rechunk', source, '--for', 'magic', '--out', out])).toBe(2);
    expect(await main(['rechunk', source, '--out', out])).toBe(2);
  });
});
