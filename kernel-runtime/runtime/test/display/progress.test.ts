import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { display, progress, type MimeBundle } from '@daisy-lab/runtime';

const key = Symbol.for('daisy.kernel.v1');
const shown: { id: string | undefined; bundle: MimeBundle; update: boolean }[] = [];
const texts = (): unknown[] => shown.map(({ bundle }) => bundle['text/plain']);
const waitMs = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

beforeEach(() => {
  shown.length = 0;
  Object.assign(globalThis, {
    [key]: {
      display: (bundle: MimeBundle, _: object, transient: { display_id?: string }) =>
        shown.push({ id: transient.display_id, bundle, update: false }),
      updateDisplay: (id: string, bundle: MimeBundle) => shown.push({ id, bundle, update: true }),
    },
  });
});
afterEach(() => void Reflect.deleteProperty(globalThis, key));

test('a bar is drawn once, updated in place, and ends with the time it took', () => {
  const bar = progress(1e6, { label: '<b>Rows' });
  for (let row = 0; row < 1e6; row++) bar.advance();
  expect(new Set(shown.map(({ id }) => id)).size).toBe(1);
  expect(shown.map(({ update }) => update).indexOf(true)).toBe(1);
  expect(shown.length).toBeLessThan(50);
  expect(texts()[0]).toMatch(/^\[-+\] <b>Rows: 0 of 1,000,000 \(0 %\), 0\.0 s$/);
  expect(texts().at(-1)).toMatch(/^<b>Rows: 1,000,000 in \d+\.\d s$/);
  expect(shown[0]!.bundle['text/html']).toContain('&lt;b&gt;Rows');
  bar.advance();
  bar.end();
  expect(texts().at(-1)).toMatch(/^<b>Rows: 1,000,000 in/);
});

test('a loop that pauses shows where it stands, with the time that is left', async () => {
  const bar = progress(10, { label: 'Frames' });
  bar.advance();
  bar.set(5);
  await waitMs(300);
  expect(texts().at(-1)).toMatch(/^\[#{12}-{12}\] Frames: 5 of 10 \(50 %\), \d\.\d s, \d\.\d s left$/);
  expect(shown).toHaveLength(2);
  bar.end();
  expect(texts().at(-1)).toMatch(/^Frames: stopped at 5 of 10 after \d\.\d s$/);
});

test('loops are counted, those of awaited items and those without a length too', async () => {
  const seen: number[] = [];
  for (const item of progress([1, 2, 3])) seen.push(item);
  async function* later(): AsyncGenerator<number> {
    yield 4;
    yield 5;
  }
  for await (const item of progress(later(), { label: 'Later' })) seen.push(item);
  for await (const item of progress(new Set([6]))) seen.push(item);
  for (const item of progress([7, 8, 9], { label: 'Left' })) if (item === 8) break;
  expect([...progress('ab')]).toEqual(['a', 'b']);
  expect(seen).toEqual([1, 2, 3, 4, 5, 6]);
  const ends = texts().filter(text => / in \d|stopped/.test(String(text)));
  expect(ends.map(text => String(text).replace(/\d+\.\d s/, 'T'))).toEqual([
    'Progress: 3 in T',
    'Later: 2 in T',
    'Progress: 1 in T',
    'Left: stopped at 1 of 3 after T',
    'Progress: 2 in T',
  ]);
  expect(() => progress(-1)).toThrow('cannot count to -1');
});

test('a display is drawn again by its handle or by its name, and cleared', async () => {
  const place = display('first', { id: 'place' });
  place.update({ a: 1 });
  display.update('place', Promise.resolve('later'));
  await waitMs(5);
  place.clear();
  expect(shown.map(({ id, update }) => [id, update])).toEqual([
    ['place', false],
    ['place', true],
    ['place', true],
    ['place', true],
  ]);
  expect(texts()).toEqual(["'first'", '{ a: 1 }', "'later'", '']);
  expect(display(place)).toBe(place);
  expect(shown).toHaveLength(4);
});
