import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { openSource, readPart, sourceKinds, withSource, type DaisyError } from '@daisy-lab/runtime';
import { freshFolder } from '../../support/worlds.ts';
import { worlds } from './worlds.ts';

async function failure(promise: Promise<unknown>): Promise<DaisyError> {
  return promise.then(
    () => Promise.reject(new Error('nothing was thrown')),
    (thrown: DaisyError) => thrown,
  );
}

describe.each(worlds)('$kind', ({ write, dataset, shape, dtype, value }) => {
  const size = shape.reduce((product, length) => product * length, 1);

  test('lists and describes what it holds', async () => {
    await withSource(await write(freshFolder()), source => {
      const node = source.tree().find(({ path }) => path === dataset);
      expect(node).toMatchObject({ kind: 'dataset', shape });
      expect(source.describe(dataset)).toMatchObject({ shape, dtype });
      expect(source.describe('/no/such/thing')).toBeNull();
      expect(source.attributes('/no/such/thing')).toEqual({});
      for (const { path } of source.tree()) {
        const parent = path.replace(/\/[^/]*$/, '');
        if (parent) expect(source.tree().some(other => other.path === parent && other.kind === 'group')).toBe(true);
      }
    });
  });

  test('reads all values, into memory that is given too', async () => {
    const source = await openSource(await write(freshFolder()));
    const whole = await readPart(source, dataset);
    expect(whole.shape).toEqual(shape);
    expect(Array.from(whole.data, Number)).toEqual(
      Array.from({ length: size }, (_, index) =>
        Math.fround(value(index)) === value(index) ? value(index) : expect.closeTo(value(index), 6),
      ),
    );
    const into = (whole.data as Float64Array).slice().fill(0);
    expect((await readPart(source, dataset, [], { into })).data).toEqual(whole.data);
    expect(into).toEqual(whole.data);
    source.close();
  });

  test('reads a part alone', async () => {
    await withSource(await write(freshFolder()), async source => {
      const whole = await readPart(source, dataset);
      const selection = shape.map(length => [length > 2 ? 1 : 0, length] as const);
      const part = await readPart(source, dataset, selection);
      const expected: number[] = [];
      const walk = (axis: number, offset: number): void => {
        if (axis === shape.length) expected.push(Number(whole.data[offset]));
        else
          for (let index = selection[axis]![0]; index < selection[axis]![1]; index++)
            walk(axis + 1, offset * shape[axis]! + index);
      };
      walk(0, 0);
      expect(Array.from(part.data, Number)).toEqual(expected);
    });
  });

  test('refuses what does not exist, and stops when told', async () => {
    const path = await write(freshFolder());
    await withSource(path, async source => {
      expect((await failure(readPart(source, '/no/such/thing'))).tag).toBe('File');
      expect((await failure(readPart(source, dataset, [[0, shape[0]! + 1]]))).tag).toBe('Input');
      expect((await failure(readPart(source, dataset, [], { signal: AbortSignal.abort() }))).tag).toBe('Cancelled');
    });
    expect(
      (await failure(openSource(path.replace(/a(\.\w+)$|[ab]\.zarr$|stack$|\w+(\.tif)$/, 'missing$1$2')))).tag,
    ).toBe('File');
  });
});

describe('kinds of files', () => {
  test('each have a world here', () => {
    const tested = new Set(worlds.map(({ kind }) => kind.replace(/, .*/, '')));
    expect(
      sourceKinds()
        .map(({ name }) => name)
        .filter(name => !tested.has(name)),
    ).toEqual([]);
  });

  test('are recognised by their contents where the name says nothing', async () => {
    const folder = freshFolder();
    for (const world of worlds.filter(({ kind }) =>
      ['TIFF', 'npy', 'CBF', 'FITS', 'XDI', 'TXRM', 'Arrow'].includes(kind),
    )) {
      const { readFileSync } = await import('node:fs');
      const path = join(folder, `${world.kind}.unknown`);
      writeFileSync(path, readFileSync(await world.write(folder)));
      await withSource(path, source => expect(source.describe(world.dataset)).toMatchObject({ shape: world.shape }));
    }
  });

  test('say what is wrong with an empty file and one of noise', async () => {
    const folder = freshFolder();
    for (const { extensions, name } of sourceKinds().filter(({ extensions }) => extensions.length > 0)) {
      for (const [what, bytes] of [
        ['empty', new Uint8Array(0)],
        ['noise', Uint8Array.from({ length: 3000 }, (_, at) => (at * 197 + (at >> 3)) % 256)],
      ] as const) {
        const path = join(folder, `${what}${extensions[0]}`);
        writeFileSync(path, bytes);
        if (name === 'raw with sidecar') writeFileSync(`${path}.json`, '{"dtype":"uint16","shape":[5000]}');
        const error = await failure(openSource(path));
        expect([name, what, error.tag]).toEqual([name, what, 'File']);
      }
    }
  });
});
