import { expect, test } from '@jest/globals';
import { filledPage } from '../lib/kit/curves/curve-page.js';
import { curveVega } from '../lib/kit/curves/curve-vega.js';

test('a peak beside a gap stays', () => {
  const y = Array.from({ length: 20_000 }, (_, at) => (at === 4000 ? Number.NaN : at === 4001 ? 9 : 0));
  const spec = curveVega({ x: y.map((_, at) => at), curves: [{ label: 'y', y }], xLabel: '', yLabel: '' });
  const { values } = (spec as { data: { values: { x: number; y: number | null }[] } }).data;
  expect(values.find(({ x }) => x === 4001)?.y).toBe(9);
  expect(values.find(({ x }) => x === 4000)?.y).toBeNull();
});

test('a page of its own holds the chart, and names stay text', () => {
  const curves = [{ label: '</script><b>$&', y: [1, 2] }];
  const template = "<title>TITLE</title><script>vegaEmbed('#chart', CHART, {});</script>";
  const page = filledPage(template, { x: [0, 1], curves, xLabel: 'x', yLabel: '<i>counts</i>' });
  expect(page.match(/<\/script>/g)).toHaveLength(1);
  expect(page).toContain('<title>&#60;i&#62;counts');
  expect(page).toContain('\\u003c/script>\\u003cb>$&');
});

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
