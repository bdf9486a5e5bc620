import { closeStripThreads } from '@daisy-lab/compute';
import { ndarray } from '@daisy-lab/core';
import {
  beamHardening,
  bin,
  crop,
  deadPixels,
  distortion,
  flatLog,
  minusLog,
  normalize,
  normalizeAir,
  normalizeInTime,
  zingers,
} from '@daisy-lab/techniques/ct';
import { afterAll, describe, expect, test } from '@jest/globals';
import { describeImplementations, runBody } from '../describe-implementations.ts';
import { angleAxes, noise, stackOf, worst } from './stacks.ts';
import { frames } from './worlds.ts';

afterAll(() => closeStripThreads());

describeImplementations(flatLog, ({ run }) => {
  test('counts become the logarithm of the transmission, for every type of counts', async () => {
    const random = noise(5);
    const [angles, rows, columns] = [5, 7, 1301];
    const flats = stackOf(['frame', 'row', 'column'], [3, rows, columns], () => 40_000 + Math.floor(9000 * random()));
    const darks = stackOf(['frame', 'row', 'column'], [2, rows, columns], () => 90 + Math.floor(20 * random()));
    const counts = stackOf(angleAxes, [angles, rows, columns], () => 150 + Math.floor(45_000 * random()));
    const { transmission } = await runBody(normalize, { proj: counts, flats, darks });
    const { lineIntegrals: expected } = await runBody(minusLog, { transmission });
    for (const data of [Uint16Array.from(counts.data), Int32Array.from(counts.data), Float64Array.from(counts.data)]) {
      const proj = ndarray(data, counts.shape, angleAxes, 'count');
      const { lineIntegrals, deadPixels: dead } = await run({ proj, flats, darks });
      expect(worst(lineIntegrals.data, expected.data)).toBeLessThan(5e-6);
      expect(dead).toBe(0);
    }
  });

  test('pixels without beam give 0 and are counted, low counts are raised', async () => {
    const inputs = {
      proj: frames('angle', [[[5, Number.NaN, 30, 0]], [[7, 3, 30, 0]]]),
      flats: frames('frame', [[[10, Number.NaN, 70, 100]]]),
      darks: frames('frame', [[[10, 0, 10, 0]]]),
    };
    const { lineIntegrals, deadPixels: dead } = await run(inputs, { params: { clipBelow: 0.01 } });
    expect(dead).toBe(2);
    const expected = [0, 0, Math.log(3), Math.log(100)];
    expect(worst(lineIntegrals.data, [...expected, ...expected])).toBeLessThan(1e-6);
  });

  test('NaN of a live pixel is refused with its number and place', async () => {
    const proj = frames('angle', [[[60, 20]], [[110, Number.NaN]], [[Number.NaN, Number.NaN]]]);
    const flats = frames('frame', [[[100, 90]]]);
    await expect(run({ proj, flats })).rejects.toMatchObject({ tag: 'Data', facts: { missing: 3, first: [1, 0, 1] } });
  });

  test('without flat fields the sentence says what to do', async () => {
    await expect(run({ proj: frames('angle', [[[1]]]) })).rejects.toMatchObject({ tag: 'ScanLayout' });
  });
});

test('ct.normalize by WebAssembly is ct.normalize', async () => {
  const random = noise(9);
  const [angles, rows, columns] = [3, 5, 1803];
  const flats = stackOf(['frame', 'row', 'column'], [2, rows, columns], () => Math.floor(9000 * random()) - 80);
  const darks = stackOf(['frame', 'row', 'column'], [1, rows, columns], () => 100);
  const counts = stackOf(angleAxes, [angles, rows, columns], () => Math.floor(9000 * random()));
  const inputs = { proj: ndarray(Uint16Array.from(counts.data), counts.shape, angleAxes, 'count'), flats, darks };
  const plain = await runBody(normalize, inputs, { params: { clipBelow: 0.01 } });
  const wasm = await runBody(normalize, inputs, { name: 'wasm', params: { clipBelow: 0.01 } });
  expect(wasm.deadPixels).toBe(plain.deadPixels);
  expect(plain.deadPixels).toBeGreaterThan(5);
  plain.transmission.data.forEach((value, i) => {
    expect(Math.abs(wasm.transmission.data[i]! - value)).toBeLessThanOrEqual(1e-6 * Math.max(1, value));
  });
});

describe('ct.normalizeInTime', () => {
  const proj = frames('angle', [[[50]], [[50]], [[50]], [[50]]]);

  test('the beam is interpolated between the flats before and after', async () => {
    const flats = frames('frame', [[[100]], [[200]]]);
    const { transmission } = await runBody(normalizeInTime, { proj, flats });
    expect([...transmission.data]).toEqual([50 / 100, 50 / 125, 50 / 150, 50 / 175].map(Math.fround));
  });

  test('flats in the middle of the scan count from their place on', async () => {
    const flats = frames('frame', [[[90]], [[110]], [[200]]]);
    const flatPositions = ndarray(Float64Array.of(0, 0, 2), [3], ['frame']);
    const { transmission } = await runBody(normalizeInTime, { proj, flats, flatPositions });
    expect([...transmission.data]).toEqual([50 / 100, 50 / 150, 50 / 200, 50 / 200].map(Math.fround));
  });

  test('flats of one time may lie apart in the stack', async () => {
    const flats = frames('frame', [[[90]], [[200]], [[110]]]);
    const flatPositions = ndarray(Float64Array.of(0, 4, 0), [3], ['frame']);
    const { transmission } = await runBody(normalizeInTime, { proj, flats, flatPositions });
    expect([...transmission.data]).toEqual([50 / 100, 50 / 125, 50 / 150, 50 / 175].map(Math.fround));
  });

  test('a longer exposure of the projections is divided out; equal flats give what normalize gives', async () => {
    const flats = frames('frame', [[[110]], [[110]]]);
    const darks = frames('frame', [[[10]]]);
    const { transmission } = await runBody(normalizeInTime, { proj, flats, darks }, { params: { exposureRatio: 2 } });
    expect(worst(transmission.data, [0.2, 0.2, 0.2, 0.2])).toBeLessThan(1e-7);
  });

  test('a pixel that is dead in one group is dead', async () => {
    const flats = frames('frame', [[[0, 100]], [[200, 100]]]);
    const twoPixels = frames('angle', [[[50, 50]]]);
    const { transmission, deadPixels: dead } = await runBody(normalizeInTime, { proj: twoPixels, flats });
    expect([...transmission.data]).toEqual([1, 0.5]);
    expect(dead).toBe(1);
  });

  test('positions that do not fit the flats are refused', async () => {
    const flats = frames('frame', [[[100]], [[100]]]);
    const flatPositions = ndarray(Float64Array.of(0), [1], ['frame']);
    await expect(runBody(normalizeInTime, { proj, flats, flatPositions })).rejects.toMatchObject({ tag: 'Input' });
  });
});

describeImplementations(normalizeInTime, ({ run }) => {
  test('low counts are raised to the smallest transmission', async () => {
    const inputs = { proj: frames('angle', [[[0, 5, 50]], [[1, 50, 0]]]), flats: frames('frame', [[[100, 100, 100]]]) };
    const { transmission } = await run(inputs, { params: { clipBelow: 0.02 } });
    expect(worst(transmission.data, [0.02, 0.05, 0.5, 0.02, 0.5, 0.02])).toBeLessThan(1e-7);
  });

  test('NaN of a live pixel is refused with its number and place', async () => {
    const proj = frames('angle', [[[60, 20]], [[110, Number.NaN]], [[Number.NaN, Number.NaN]]]);
    const flats = frames('frame', [[[100, 90]], [[120, 90]]]);
    await expect(run({ proj, flats })).rejects.toMatchObject({ tag: 'Data', facts: { missing: 3, first: [1, 0, 1] } });
  });
});

describeImplementations(normalizeAir, ({ run }) => {
  test('the air of both ends may take the whole row, but not overlap', async () => {
    const transmission = stackOf(angleAxes, [2, 1, 8], (angle, _row, column) => 2 + angle + column);
    const { transmission: flat } = await run({ transmission }, { params: { airPx: 4 } });
    expect(worst(flat.data, new Float32Array(16).fill(1))).toBeLessThan(1e-6);
    await expect(run({ transmission }, { params: { airPx: 5 } })).rejects.toMatchObject({ tag: 'Input' });
  });
});

describe('ct.normalizeAir', () => {
  test('a beam that tilts over the detector becomes 1 in the air', async () => {
    const transmission = stackOf(
      angleAxes,
      [2, 2, 21],
      (angle, _row, column) => (1 + 0.1 * angle) * (1 + column / 100),
    );
    const { transmission: flat } = await runBody(normalizeAir, { transmission }, { params: { airPx: 5 } });
    expect(
      worst(
        flat.data,
        flat.data.map(() => 1),
      ),
    ).toBeLessThan(1e-6);
  });

  test('a side without air leaves it to the other side', async () => {
    const transmission = stackOf(angleAxes, [1, 1, 8], (_angle, _row, column) => (column < 4 ? 2 : Number.NaN));
    const { transmission: flat } = await runBody(normalizeAir, { transmission }, { params: { airPx: 2 } });
    expect([...flat.data.slice(0, 4)]).toEqual([1, 1, 1, 1]);
  });
});

describeImplementations(zingers, ({ run }) => {
  const struck = stackOf(angleAxes, [3, 9, 11], (angle, row, column) => {
    if (angle === 1 && row === 4 && column === 5) return 100;
    if (angle === 2 && row === 0 && column === 0) return -50;
    if (angle === 0 && row === 8 && column === 10) return Number.NaN;
    return 1 + 0.01 * ((3 * row + 5 * column + angle) % 7);
  });

  test('bright outliers and NaN go, everything else stays', async () => {
    const { values } = await run({ values: struck }, { params: { threshold: 1 } });
    const changed = [...values.data.keys()].filter(i => !Object.is(values.data[i], struck.data[i]));
    expect(changed).toEqual([8 * 11 + 10, 99 + 4 * 11 + 5]);
    expect(Math.abs(values.data[99 + 49]! - 1.03)).toBeLessThan(0.05);
  });

  test('dark outliers go when both sides are asked for, in a window of five over three projections', async () => {
    const params = { threshold: 1, sides: 'both', sizePx: 5, threeD: true } as const;
    const { values } = await run({ values: struck }, { params });
    expect(values.data.every(value => value > 0.9 && value < 1.1)).toBe(true);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('a lone outlier goes in every column of %i', async columns => {
    for (let struckColumn = 0; struckColumn < columns; struckColumn++) {
      const stack = stackOf(angleAxes, [1, 5, columns], (_angle, row, column) =>
        row === 2 && column === struckColumn ? 9 : 1,
      );
      const { values } = await run({ values: stack }, { params: { threshold: 1 } });
      expect([...values.data]).toEqual(new Array(5 * columns).fill(1));
    }
  });

  test('a window without a middle is refused', async () => {
    await expect(run({ values: struck }, { params: { sizePx: 4 } })).rejects.toMatchObject({ tag: 'Input' });
  });
});

describe('ct.zingers', () => {
  test.each(['bright', 'dark', 'both'] as const)('the bodies give equal bytes on noise, %s', async sides => {
    const random = noise(13);
    const values = stackOf(angleAxes, [4, 13, 17], () => random() ** 4);
    for (const threeD of [false, true]) {
      const params = { threshold: 0.3, sides, threeD };
      const fast = await runBody(zingers, { values }, { name: 'threads', params });
      const plain = await runBody(zingers, { values }, { name: 'reference', params });
      expect([...fast.values.data]).toEqual([...plain.values.data]);
    }
  });
});

describe('ct.deadPixels', () => {
  test('pixels without beam, dim and hot ones are interpolated in every frame', async () => {
    const width = 40;
    const response = (column: number): number => (column === 7 ? 0 : column === 20 ? 0.05 : column === 39 ? 30 : 1);
    const make = <const K extends 'angle' | 'frame'>(kind: K, level: number) =>
      stackOf(
        [kind, 'row', 'column'] as const,
        [2, 1, width],
        (_frame, _row, column) => (level + column) * response(column),
      );
    const { proj, flats, darks, repaired } = await runBody(deadPixels, {
      proj: make('angle', 500),
      flats: make('frame', 1000),
    });
    expect(repaired).toBe(3);
    expect(darks).toBeUndefined();
    for (const column of [7, 20]) {
      expect(proj.data[column]).toBeCloseTo(500 + column, 3);
      expect(flats!.data[width + column]).toBeCloseTo(1000 + column, 3);
    }
    expect(proj.data[39]).toBe(538);
  });
});

describeImplementations(deadPixels, ({ run }) => {
  // faults at both ends of a row, side by side, at the limit of the tolerance and beyond it; one row has nothing sound
  const faults = [0, 0.1, 6, 4, 0.4, 40, Number.NaN, 1, -3, 1.5];
  const response = (row: number, column: number): number =>
    row === 2 ? 0 : column < 2 || column > 47 || (column * 7 + row) % 5 === 0 ? faults[(column + 3 * row) % 10]! : 1;
  const make = <const K extends 'angle' | 'frame'>(kind: K, level: number) =>
    stackOf([kind, 'row', 'column'] as const, [2, 3, 50], (frame, row, column) =>
      Math.fround(600 + (level + 11 * frame + column) * response(row, column)),
    );

  /** The contract, pixel by pixel. */
  function repairedBy(beam: readonly number[], line: readonly number[]): number[] {
    const sees = (value: number): boolean => value > 0 && value < Infinity;
    const sound = beam.map((value, x) => {
      const near = beam
        .slice(Math.max(0, x - 15), x + 16)
        .filter(sees)
        .sort((a, b) => a - b);
      const median = (near[(near.length - 1) >> 1]! + near[near.length >> 1]!) / 2;
      return sees(value) && value <= 5 * median && 5 * value >= median && Number.isFinite(line[x]);
    });
    return line.map((value, x) => {
      const left = sound.lastIndexOf(true, x);
      const right = sound.indexOf(true, x);
      if (sound[x] || (left < 0 && right < 0)) return value;
      if (left < 0 || right < 0) return line[Math.max(left, right)]!;
      return line[left]! + ((line[right]! - line[left]!) * (x - left)) / (right - left);
    });
  }

  test('every frame is what the contract says', async () => {
    const inputs = {
      proj: make('angle', 500),
      flats: make('frame', 1000),
      darks: stackOf(['frame', 'row', 'column'], [1, 3, 50], () => 600),
    };
    inputs.proj.data[150 + 71] = Number.NaN;
    const found = await run(inputs);
    const beamOf = (row: number): number[] =>
      Array.from({ length: 50 }, (_, x) => {
        const at = row * 50 + x;
        return (inputs.flats.data[at]! + inputs.flats.data[150 + at]!) / 2 - 600;
      });
    for (const kind of ['proj', 'flats'] as const) {
      const wanted = Array.from({ length: 6 }, (_, i) =>
        repairedBy(beamOf(i % 3), [...inputs[kind].data.slice(50 * i, 50 * (i + 1))]),
      ).flat();
      expect(worst(found[kind]!.data, wanted)).toBeLessThan(1e-3);
    }
  });
});

test('a column of NaN in all frames is refused by name, and after the repair of dead pixels it lies between its neighbours', async () => {
  const make = <const K extends 'angle' | 'frame'>(kind: K, level: number) =>
    stackOf([kind, 'row', 'column'] as const, [4, 2, 24], (_frame, _row, column) =>
      column === 9 ? Number.NaN : level - 10 * column,
    );
  const inputs = { proj: make('angle', 500), flats: stackOf(['frame', 'row', 'column'], [1, 2, 24], () => 1000) };
  await expect(runBody(flatLog, inputs)).rejects.toMatchObject({
    tag: 'Data',
    facts: { missing: 8, first: [0, 0, 9] },
  });
  const { proj, flats } = await runBody(deadPixels, inputs);
  const { lineIntegrals } = await runBody(flatLog, { proj, flats });
  expect(lineIntegrals.data[9]).toBeCloseTo(-Math.log(0.41), 5);
  expect(lineIntegrals.data.every(Number.isFinite)).toBe(true);
});

describe('ct.beamHardening', () => {
  test('the polynomial has no constant term, and [1] changes nothing', async () => {
    const lineIntegrals = stackOf(angleAxes, [1, 1, 4], (_angle, _row, column) => column);
    const bent = await runBody(beamHardening, { lineIntegrals }, { params: { coefficients: [1, 0.5, 0.25] } });
    expect([...bent.lineIntegrals.data]).toEqual([0, 1.75, 6, 14.25]);
    const same = await runBody(beamHardening, { lineIntegrals });
    expect([...same.lineIntegrals.data]).toEqual([0, 1, 2, 3]);
  });

  test('without coefficients it is refused', async () => {
    const lineIntegrals = stackOf(angleAxes, [1, 1, 1], () => 1);
    await expect(runBody(beamHardening, { lineIntegrals }, { params: { coefficients: [] } })).rejects.toMatchObject({
      tag: 'Input',
    });
  });
});

describe('ct.crop and ct.bin', () => {
  const stored = stackOf(angleAxes, [2, 5, 7], (angle, row, column) => 100 * angle + 10 * row + column);
  const proj = ndarray(Uint16Array.from(stored.data), stored.shape, angleAxes);

  test('a rectangle is kept, with its type', async () => {
    const { proj: part } = await runBody(crop, { proj }, { params: { firstRow: 1, endRow: 3, firstColumn: 4 } });
    expect(part.dtype).toBe('uint16');
    expect(part.shape).toEqual([2, 2, 3]);
    expect([...part.data]).toEqual([14, 15, 16, 24, 25, 26, 114, 115, 116, 124, 125, 126]);
  });

  test('rows are kept whole without limits on the columns', async () => {
    const { proj: part } = await runBody(crop, { proj }, { params: { firstRow: 2, endRow: 4 } });
    expect([...part.data]).toEqual([...stored.data.slice(14, 28), ...stored.data.slice(49, 63)]);
  });

  test('a rectangle off the detector is refused', async () => {
    await expect(runBody(crop, { proj }, { params: { endRow: 6 } })).rejects.toMatchObject({ tag: 'Input' });
  });

  test('bins hold means; what does not fill a bin is dropped', async () => {
    const { proj: binned } = await runBody(bin, { proj }, { params: { factor: 3 } });
    expect(binned.shape).toEqual([2, 1, 2]);
    expect([...binned.data]).toEqual([11, 14, 111, 114]);
    await expect(runBody(bin, { proj }, { params: { factor: 6 } })).rejects.toMatchObject({ tag: 'Input' });
  });
});

describe('ct.distortion', () => {
  test('a frame that a lens has stretched comes back', async () => {
    const [rows, columns] = [61, 81];
    const scene = (x: number, y: number): number => Math.sin(x / 9) * Math.cos(y / 7);
    const coefficients = [1, 0, 5e-5];
    // a distorted point at r k(r) shows the scene at r: found by iteration
    const distorted = stackOf(angleAxes, [2, rows, columns], (_angle, row, column) => {
      const [dx, dy] = [column - 40, row - 30];
      const far = Math.hypot(dx, dy);
      let r = far;
      for (let i = 0; i < 50; i++) r = far / (1 + coefficients[2]! * r * r);
      const share = far === 0 ? 1 : r / far;
      return scene(40 + dx * share, 30 + dy * share);
    });
    const { values } = await runBody(distortion, { values: distorted }, { params: { coefficients } });
    let most = 0;
    for (let row = 5; row < rows - 5; row++)
      for (let column = 5; column < columns - 5; column++)
        most = Math.max(most, Math.abs(values.data[row * columns + column]! - scene(column, row)));
    expect(most).toBeLessThan(0.02);
    const same = await runBody(distortion, { values: distorted });
    expect(worst(same.values.data, distorted.data)).toBe(0);
    await expect(runBody(distortion, { values: distorted }, { params: { coefficients: [] } })).rejects.toMatchObject({
      tag: 'Input',
    });
  });
});
