import { expect, test } from '@jest/globals';
import { curveVega } from '../lib/kit/curves/curve-vega.js';

test('a curve of any length becomes a chart for Vega-Lite 5, with its peaks', () => {
  const y = Array.from({ length: 200_000 }, (_, at) =>
    at === 123_456 ? 50 : at === 7 ? Number.NaN : Math.sin(at / 900),
  );
  const curves = [
    { label: 'measured', y },
    { label: 'fitted', y: y.map(() => 1) },
  ];
  const spec = curveVega({ x: y.map((_, at) => at), curves, xLabel: 'energy (eV)', yLabel: 'absorption' });
  const { values } = (spec as { data: { values: { x: number; y: number | null; curve: string }[] } }).data;
  expect(values.length).toBeLessThanOrEqual(10_000);
  expect(values).toContainEqual({ x: 123_456, y: 50, curve: 'measured' });
  expect(values.map(({ curve }) => curve)).toContain('fitted');
  expect(values.find(({ x }) => x === 7)?.y ?? null).toBeNull();
  expect(spec).toMatchObject({
    $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
    encoding: { x: { title: 'energy (eV)' }, y: { title: 'absorption' }, color: { field: 'curve' } },
  });
});
