import { expect } from '@jest/globals';
import { withSource, type Attributes } from '@daisy-lab/runtime';

interface Entry {
  readonly path: string;
  readonly kind: string;
  readonly shape?: readonly number[];
  readonly type?: string;
  readonly attributes: Attributes;
  readonly value: unknown;
}

/** Everything in a file: groups and datasets in order, their attributes, and the bytes of every array. */
function contentsOf(file: string): Promise<readonly Entry[]> {
  return withSource(file, source => [
    { path: '/', kind: 'group', attributes: source.attributes('/'), value: null },
    ...source.tree().map(({ path, kind }) => {
      const info = source.describe(path);
      const attributes = source.attributes(path);
      if (!info) return { path, kind, attributes, value: null };
      const { shape, typeName: type } = info;
      const array = info.dtype && shape.length > 0 ? source.read(path).data : null;
      const value = array
        ? Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString('latin1')
        : source.readScalar(path);
      return { path, kind, shape, type, attributes, value };
    }),
  ]);
}

/** The one thing that may differ: when the file was computed and written, and what the cache had. */
function withoutTime(entries: readonly Entry[]): readonly Entry[] {
  return entries.map(entry => {
    if (entry.path === '/entry/process/date') return { ...entry, value: String(entry.value).length };
    if (entry.path === '/entry/process/provenance/data') {
      const { times, steps, ...rest } = JSON.parse(String(entry.value)) as Record<string, unknown>;
      expect(times).toMatchObject({ started: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) });
      expect(steps).toEqual(expect.any(Array));
      return { ...entry, value: JSON.stringify(rest) };
    }
    if (entry.path !== '/') return entry;
    const { created, ...attributes } = entry.attributes;
    expect(created).toMatch(/^\d{4}-\d\d-\d\dT/);
    return { ...entry, attributes };
  });
}

/** Two volume files hold the same groups, attributes and bytes, but for the time stamp. */
export async function expectSame(file: string, otherFile: string): Promise<void> {
  const [one, other] = [withoutTime(await contentsOf(file)), withoutTime(await contentsOf(otherFile))];
  expect(one.map(({ path }) => path)).toEqual(other.map(({ path }) => path));
  for (const [index, entry] of one.entries()) {
    const { value, ...outside } = entry;
    const { value: otherValue, ...otherOutside } = other[index]!;
    expect(outside).toEqual(otherOutside);
    // a comparison of megabytes must not print them
    expect([entry.path, value === otherValue]).toEqual([entry.path, true]);
  }
  expect(one.find(({ path }) => path === '/entry/volume/data')?.value).toEqual(expect.stringMatching(/[^\0]/));
}
