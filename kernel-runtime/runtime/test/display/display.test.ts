import { inflateSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { curve, display, Engine, algorithm, ndarray, port, show } from '@daisy-lab/runtime';

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

test('a curve has a drawing for readers without Vega-Lite', () => {
  const { bundle } = curve([0, 1, 2], [3, 1, 2], { xLabel: 'axis (px)', yLabel: 'score <' });
  expect(bundle).toHaveProperty(['application/vnd.vegalite.v5+json', 'mark', 'type'], 'line');
  expect(bundle['image/svg+xml']).toContain('score &lt;');
});

test('a run is shown once and then updated in place', async () => {
  const shown: unknown[] = [];
  const updates: unknown[] = [];
  const key = Symbol.for('daisy.kernel.v1');
  Object.assign(globalThis, {
    [key]: {
      display: (_bundle: unknown, _metadata: unknown, transient: { display_id: string }) =>
        shown.push(transient.display_id),
      updateDisplay: (id: string, bundle: { 'text/plain': string }) => updates.push([id, bundle['text/plain']]),
    },
  });
  const one = algorithm('test.one', { version: '1.0.0', title: 'One', inputs: {}, outputs: { value: port.number() } });
  one.implement('plain', { run: () => ({ value: 1 }) });
  await display(Engine.local().run(one, {}));
  Reflect.deleteProperty(globalThis, key);
  expect(shown).toHaveLength(1);
  expect(updates.at(-1)).toEqual([shown[0], 'One: done']);
});
