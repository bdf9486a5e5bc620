import { closePool } from '@daisy-lab/compute';
import { checkDocument, Contracts, fromDocument, ndarray, type NdArray } from '@daisy-lab/core';
import { catalogue } from '@daisy-lab/techniques';
import {
  auto,
  axisEvidence,
  full,
  memoryScan,
  openVolume,
  projectEllipses,
  proposeReconstruction,
  recon,
  simulateScan,
  type Ellipse,
  type RunSlices,
} from '@daisy-lab/techniques/ct';
import { afterAll, describe, expect, jest, test } from '@jest/globals';
import { runBody } from '../describe-implementations.ts';
import { openDataExchange, testWith } from './real-data.ts';
import { lineIntegralsOf } from './worlds.ts';

jest.setTimeout(120_000);
afterAll(() => closePool());

const chosen = (choices: readonly { topic: string; chosen: string }[], topic: string): string =>
  choices.find(choice => choice.topic === topic)!.chosen;

const quiet = { signal: new AbortController().signal, progress: () => undefined };

/** A scan of one row of counts with exact line integrals. */
function exactScan(anglesRad: Float64Array, columns: number, axisPx: number, stripes: (column: number) => number) {
  const parts: readonly Ellipse[] = [
    { xPx: 4, yPx: -6, semiAxesPx: [0.42 * columns, 0.36 * columns], tiltRad: 0.3, attenuation: 0.6 / columns },
    { xPx: 20, yPx: 12, semiAxesPx: [12, 8], tiltRad: 1, attenuation: 1.5 / columns },
  ];
  let state = 5;
  const noise = (): number => ((state = (state * 16807) % 2147483647) / 2147483647 - 0.5) * 40;
  const logs = projectEllipses(parts, anglesRad, columns, axisPx);
  const counts = logs.map((value, i) => 20000 * Math.exp(-value) * stripes(i % columns) + noise());
  const flats = new Float32Array(columns).fill(20000);
  return memoryScan(
    {
      projections: ndarray(counts, [anglesRad.length, 1, columns], ['angle', 'row', 'column'], 'count'),
      flats: ndarray(flats, [1, 1, columns], ['frame', 'row', 'column'], 'count'),
      darks: null,
    },
    anglesRad,
  );
}

describe('ct.auto', () => {
  const halfTurn = Float64Array.from({ length: 180 }, (_, i) => (i * Math.PI) / 180);
  const params = { rowsToFit: 1, deltaBeta: 100 };

  test('proposes a document that opens without a problem, with a reason for every choice', async () => {
    const { arrays, anglesRad, axisPx } = simulateScan({ columns: 128, rows: 12, angles: 120 });
    const { document, choices, ...found } = await runBody(auto, { scan: memoryScan(arrays, anglesRad) });
    expect(Math.abs(found.axisPx - axisPx)).toBeLessThan(0.3);
    const opened = fromDocument(document as never, catalogue);
    expect(opened.problems).toEqual([]);
    expect(checkDocument(document as never, Contracts.of([...catalogue]))).toEqual([]);
    const list = choices as { topic: string; chosen: string; why: string }[];
    expect(list.map(({ topic }) => topic)).toEqual(['layout', 'axis', 'turn', 'tilt', 'rings', 'phase', 'method']);
    expect(list.every(({ why }) => why.length > 20)).toBe(true);
  });

  test.each([
    ['a clean detector', () => 1, 'nothing'],
    [
      'columns of slightly different gain',
      (x: number) => 1 + 0.02 * Math.sin(x * 12.9898) * Math.cos(x * 4.1),
      'stripes',
    ],
  ] as const)('%s: %#', async (_, stripes, expected) => {
    const { choices } = await proposeReconstruction(exactScan(halfTurn, 128, 65.3, stripes), params, quiet);
    expect(chosen(choices, 'rings')).toContain(expected);
  });

  test.each([
    [0, 'nothing'],
    [0.1, 'stripes by sorting'],
    [0.4, 'stripes by all'],
  ])('a few columns whose gain has drifted by %d: %s', async (ringStrength, expected) => {
    const { arrays, anglesRad } = simulateScan({ columns: 160, rows: 3, angles: 180, ringStrength, seed: 7 });
    const { choices } = await proposeReconstruction(memoryScan(arrays, anglesRad), params, quiet);
    expect(chosen(choices, 'rings')).toBe(expected);
  });

  test.each([
    ['in whole projections', 0, 17],
    ['in a row of the axis alone', 7, 2],
  ])('values that are no numbers are seen %s', async (_, angle, row) => {
    const { arrays, anglesRad } = simulateScan({ columns: 96, rows: 20, angles: 90 });
    const data = Float32Array.from(arrays.projections.data as Uint16Array);
    data[(angle * 20 + row) * 96 + 40] = Number.NaN;
    const projections = ndarray(data, arrays.projections.shape, arrays.projections.axes, 'count');
    const scan = memoryScan({ ...arrays, projections }, anglesRad);
    const { choices, document } = await proposeReconstruction(scan, { rowsToFit: 5, deltaBeta: 100 }, quiet);
    expect(chosen(choices, 'repair')).toBe('dead pixels');
    expect(choices.find(({ topic }) => topic === 'repair')!.why).toMatch(/^1 of the values/);
    expect(JSON.stringify(document)).toContain('ct.deadPixels');
  });

  test('dark fields that are brighter than projections are a warning, true ones are not', async () => {
    const { arrays, anglesRad } = simulateScan({ columns: 96, rows: 4, angles: 90 });
    const least = Math.min(...(arrays.projections.data as Uint16Array));
    const topics = async (level: number): Promise<readonly string[]> => {
      const { data, shape, axes } = arrays.flats!;
      const darks = ndarray(new Float32Array(data.length).fill(level), shape, axes, 'count');
      const { choices } = await proposeReconstruction(memoryScan({ ...arrays, darks }, anglesRad), params, quiet);
      return choices.map(({ topic }) => topic);
    };
    expect(await topics(0.5 * least)).not.toContain('darks');
    expect(await topics(3 * least)).toContain('darks');
  });

  test('a full turn with the axis near an edge is stitched', async () => {
    const turn = Float64Array.from({ length: 360 }, (_, i) => (i * Math.PI) / 180);
    const { choices, document, axisPx } = await proposeReconstruction(
      exactScan(turn, 128, 14.2, () => 1),
      params,
      quiet,
    );
    expect(Math.abs(axisPx - 14.2)).toBeLessThan(0.3);
    expect(chosen(choices, 'turn')).toContain('stitch');
    expect(document.workflow.nodes.map(({ algorithm }) => algorithm)).toContain('ct.stitchFullTurn');
  });

  test('phase is retrieved where fringes are wider than a pixel, and not elsewhere', async () => {
    const scan = exactScan(halfTurn, 96, 48, () => 1);
    const at = async (distanceMm: number): Promise<string> => {
      const beam = { energyEv: 20000, distanceMm, pixelSizeUm: 1 };
      return chosen((await proposeReconstruction(scan, { ...params, ...beam }, quiet)).choices, 'phase');
    };
    expect([await at(100), await at(1)]).toEqual(['Paganin, delta / beta 100', 'none']);
  });

  test('a scan without flat fields is refused in a sentence', async () => {
    const scan = exactScan(halfTurn, 64, 32, () => 1);
    const bare = { ...scan, description: { ...scan.description, flats: null } };
    await expect(runBody(auto, { scan: bare })).rejects.toThrow('The scan has no flat fields');
  });

  test('a sample wider than the detector is continued by its last values', async () => {
    const wide = { xPx: 0, yPx: 0, semiAxesPx: [90, 80], tiltRad: 0, attenuation: 0.005 } as const;
    const inside = { xPx: 20, yPx: 12, semiAxesPx: [12, 8], tiltRad: 1, attenuation: 0.02 } as const;
    const logs = projectEllipses([wide, inside], halfTurn, 128, 65.3);
    const air = { flats: ndarray(new Float32Array(128).fill(1), [1, 1, 128], ['frame', 'row', 'column']), darks: null };
    const projections = ndarray(
      logs.map(value => Math.exp(-value)),
      [180, 1, 128],
      ['angle', 'row', 'column'],
    );
    const cut = await proposeReconstruction(memoryScan({ projections, ...air }, halfTurn), params, quiet);
    expect(chosen(cut.choices, 'edge')).toBe('continue by the last values');
    expect(cut.document.values?.params).toMatchObject({ padding: 'edge' });
  });

  test('flat fields of nothing are refused in a sentence', async () => {
    const scan = exactScan(halfTurn, 64, 32, () => 1);
    const dark: typeof scan = {
      ...scan,
      read: async rows => {
        const arrays = await scan.read(rows);
        return { ...arrays, flats: ndarray(new Float32Array(64), [1, 1, 64], ['frame', 'row', 'column'], 'count') };
      },
    };
    await expect(proposeReconstruction(dark, params, quiet)).rejects.toThrow('nowhere brighter than the dark fields');
  });

  test.each(['vo', 'overlap'])('dead and flickering columns do not lead the search astray: %s', async method => {
    const turn = Float64Array.from({ length: 360 }, (_, i) => (i * Math.PI) / 180);
    const logs = projectEllipses(
      [
        { xPx: 4, yPx: -6, semiAxesPx: [50, 42], tiltRad: 0.3, attenuation: 0.005 },
        { xPx: 20, yPx: 12, semiAxesPx: [12, 8], tiltRad: 1, attenuation: 0.02 },
      ],
      turn,
      128,
      65.3,
    );
    const broken = logs.map((value, i) =>
      i % 128 === 50 ? (Math.floor(i / 128) % 2) * 10 : i % 128 === 90 ? 8 : value,
    );
    const found = axisEvidence(ndarray(broken, [360, 1, 128], ['angle', 'row', 'column']), turn, { method });
    expect(Math.abs(found.axisPx - 65.3)).toBeLessThan(0.3);
  });

  testWith('ct/tooth.h5', 'the tooth gets its axis within half a pixel', async path => {
    const { axisPx } = await proposeReconstruction(await openDataExchange(path), params, quiet);
    expect(Math.abs(axisPx - 296)).toBeLessThan(0.5);
  });
});

describe('a volume as recipe', () => {
  const { arrays, anglesRad } = simulateScan({ columns: 64, rows: 21, angles: 60 });
  const scan = memoryScan(arrays, anglesRad);

  /** The steps of `ct.full` without an engine; tells which rows were made. */
  function recorded() {
    const made: string[] = [];
    const run: RunSlices = async (_, inputs, { firstRow, endRow, axisPx }) => {
      made.push(`${String(firstRow)}-${String(endRow)}`);
      const { lineIntegrals } = await lineIntegralsOf(inputs.scan, { firstRow, endRow } as never);
      const angles = ndarray<'float64', readonly ['angle']>(anglesRad, [anglesRad.length], ['angle'], 'rad');
      const { slices } = await runBody(recon, { lineIntegrals, anglesRad: angles, axisPx: axisPx as number });
      return slices as NdArray<'float32'>;
    };
    return { made, run };
  }

  test('slices in three directions agree, and rows are made when they are asked for, once', async () => {
    const { made, run } = recorded();
    const volume = await openVolume({ algorithm: full, scan, params: {}, run });
    expect(volume.shape).toEqual([21, 64, 64]);
    expect(made).toEqual(['8-16']);
    const row = await volume.slice('row', 18);
    expect(made).toEqual(['8-16', '16-21']);
    const parts: number[] = [];
    const y = await volume.slice('y', 30, { onPart: (_, fraction) => parts.push(fraction) });
    const x = await volume.slice('x', 40);
    expect([y.shape, x.shape, parts.length, made.length]).toEqual([[21, 64], [21, 64], 3, 3]);
    for (let i = 0; i < 64; i++) {
      expect(y.data[18 * 64 + i]).toBe(row.data[30 * 64 + i]);
      expect(x.data[18 * 64 + i]).toBe(row.data[i * 64 + 40]);
    }
  });

  test('as an array it is computed when it is read, the next rows ahead, and only once', async () => {
    const { made, run } = recorded();
    const volume = await openVolume({ algorithm: full, scan, params: { axisPx: 35 }, run });
    const array = volume.array();
    expect([array.shape, array.axes]).toEqual([
      [21, 64, 64],
      ['row', 'y', 'x'],
    ]);
    for (let row = 0; row < 21; row++) {
      const { data } = await array.readPart(0, row, row + 1);
      expect(data).toEqual((await volume.slice('row', row)).data);
    }
    expect(made.sort()).toEqual(['0-8', '16-21', '8-16']);
    const across = await array.readPart(0, 6, 18);
    expect(across.data.subarray(3 * 64 * 64, 4 * 64 * 64)).toEqual((await volume.slice('row', 9)).data);
    const column = await array.readPart(2, 40, 41);
    expect(column.shape).toEqual([21, 64, 1]);
    expect(() => array.data).toThrow('This volume is a recipe');
  });

  test('a small budget makes bands again, and margins are cut off', async () => {
    const { made, run } = recorded();
    const recipe = { algorithm: full, scan, params: { axisPx: 35 }, run, budgetBytes: 8 * 64 * 64 * 4, marginRows: 2 };
    const volume = await openVolume(recipe);
    await volume.slice('row', 0);
    await volume.slice('row', 9);
    expect(made).toEqual(['6-18', '0-10', '6-18']);
    await expect(volume.slice('y', 64)).rejects.toThrow('There is no slice 64 along y: the volume has 64.');
  });
});
