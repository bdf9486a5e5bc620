import { inflateSync } from 'node:zlib';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { curve, display, Engine, algorithm, ndarray, port, saveVolume, show } from '@daisy-lab/runtime';
import { freshFolder } from '../support/worlds.ts';

const ramp = ndarray<'float32', readonly string[]>(Float32Array.of(0, 1, 2, Number.NaN), [2, 2], ['y', 'x'], '1/pixel');

describe('pictures', () => {
  test('are a grey PNG between the limits, with text beside it; NaN is black', () => {
    const { bundle } = show(ramp, { limits: [0, 2] });
    expect(bundle['text/plain']).toBe('float32 [y 2, x 2] 1/pixel, 0.000..2.000');
    const png = Buffer.from(bundle['image/png'] as string, 'base64');
    const length = png.readUInt32BE(33);
    expect([...inflateSync(png.subarray(41, 41 + length))]).toEqual([0, 0, 128, 0, 255, 0]);
  });

  test('of an image that does not exist are refused', () => {
    expect(() => show(ramp, { frame: 1 })).toThrow('There is no image 1.');
  });
});

describe('a curve', () => {
  const drawing = (x: ArrayLike<number>, y: ArrayLike<number>) =>
    String(curve(x, y, { xLabel: 'axis (px)', yLabel: 'score <' }).bundle['image/svg+xml']);
  const lineOf = (svg: string) => /<path d="([^"]*)" fill="none" stroke="#4c78a8"/.exec(svg)?.[1] ?? '';

  test('has a drawing with ticks and labels for readers without Vega-Lite', () => {
    expect(curve([0, 1, 2], [3, 1, 2]).bundle).toHaveProperty(
      ['application/vnd.vegalite.v5+json', 'mark', 'type'],
      'line',
    );
    const svg = drawing([0, 1, 2], [3, 1, 2]);
    expect(svg).toContain('score &lt;');
    expect([...svg.matchAll(/middle">([\d.]+)</g)].map(found => found[1])).toEqual(['0', '0.5', '1', '1.5', '2']);
  });

  test('has a gap where a value is missing', () => {
    expect(lineOf(drawing([0, 1, 2, 3, 4], [1, 2, NaN, 2, 1])).match(/M/g)).toHaveLength(2);
  });

  test('of very many points keeps its extremes and stays small', () => {
    const y = Float64Array.from({ length: 200_000 }, (_, at) => (at === 123_456 ? 50 : Math.sin(at)));
    const line = lineOf(drawing(Float64Array.from(y.keys()), y));
    expect(line.length).toBeLessThan(400_000);
    expect(line).toContain(' 10L'); // the top of the frame
  });

  test('of nothing, and of one point, is an empty frame', () => {
    expect(lineOf(drawing([], []))).toBe('');
    expect(drawing([1], [1])).not.toContain('NaN');
  });
});

describe('a run', () => {
  const key = Symbol.for('daisy.kernel.v1');
  const shown: string[] = [];
  const updates: [string, Record<string, unknown>][] = [];
  const one = algorithm('test.one', {
    version: '1.0.0',
    title: 'One',
    inputs: {},
    outputs: { value: port.array('float32', ['y', 'x']) },
  }).implement('plain', { run: () => ({ value: ramp as never }) });

  beforeEach(() => {
    shown.length = updates.length = 0;
    Object.assign(globalThis, {
      [key]: {
        display: (_bundle: unknown, _metadata: unknown, transient: { display_id: string }) =>
          shown.push(transient.display_id),
        updateDisplay: (id: string, bundle: Record<string, unknown>) => updates.push([id, bundle]),
      },
    });
  });
  afterEach(() => void Reflect.deleteProperty(globalThis, key));

  test('is shown once and then updated in place, also when its output is saved', async () => {
    const run = Engine.local().run(one, {});
    await display(run);
    expect(shown).toHaveLength(1);
    expect(updates.at(-1)).toEqual([
      shown[0],
      expect.objectContaining({ 'text/plain': expect.stringMatching(/^One: done in \d+\.\d s$/) }),
    ]);
    const path = join(freshFolder(), 'one.h5');
    await saveVolume(path, { value: ramp }, { provenance: run.provenance });
    expect(updates.at(-1)?.[0]).toBe(shown[0]);
    expect(updates.at(-1)?.[1]).toMatchObject({
      'application/vnd.daisy.run.v1+json': { state: 'done', outputs: { value: path } },
      'text/plain': expect.stringMatching(/ s, saved in one\.h5$/),
    });
  });

  test('that a cell ends with is drawn in the same way, and leaves a line', async () => {
    const run = Engine.local().run(one, {}) as unknown as Record<symbol, () => Promise<object>>;
    const line = await run[Symbol.for('Jupyter.display')]!();
    expect(shown).toHaveLength(1);
    expect(updates.at(-1)?.[0]).toBe(shown[0]);
    expect(line).toEqual({ 'text/plain': expect.stringMatching(/^One: done in/) });
  });

  test('that fails shows its sentence, also when it could not start', async () => {
    const run = Engine.local().run(one, {}, { params: { strange: 1 } as never });
    await display(run);
    expect(updates.at(-1)?.[1]['text/plain']).toMatch(/^One: .*strange/);
  });
});
