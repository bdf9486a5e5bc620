import { describe, expect, test } from '@jest/globals';
import { display, ndarray, rich, type MimeBundle } from '@daisy-lab/runtime';
import { toBundle } from '../../lib/display/to-bundle.js';
import { envelope } from '../../lib/display/array-bundle.js';

const hostile = '<img src=x onerror="alert(1)"><script>alert(2)</script>\'&';
const vegaLite = 'application/vnd.vegalite.v5+json';
const bundleOf = (value: unknown): MimeBundle => toBundle(value) as MimeBundle;
const types = (value: unknown): string[] => Object.keys(bundleOf(value)).sort();
const html = (value: unknown): string => String(bundleOf(value)['text/html']);
const text = (value: unknown): string => String(bundleOf(value)['text/plain']);

/** As Apache Arrow lays its tables out: values behind vectors, units in the metadata of fields. */
function arrow(rows: number): object {
  const vectors = [
    { get: (row: number) => row / 4 },
    { get: (row: number) => (row === 0 ? null : `s${row} ${hostile}`) },
  ];
  class Table {
    get numRows(): number {
      return rows;
    }
    schema = {
      fields: [
        { name: 'energy', type: { toString: () => 'Float64' }, metadata: new Map([['unit', 'eV']]) },
        { name: hostile, type: { toString: () => 'Utf8' }, metadata: new Map() },
      ],
    };
    getChildAt(index: number): object | null {
      return vectors[index] ?? null;
    }
  }
  return new Table();
}

describe('arrays', () => {
  test('of one axis are a curve with axis and unit', () => {
    const wave = ndarray(
      Float32Array.from({ length: 50 }, (_, at) => Math.sin(at)),
      [50],
      ['energy'],
      'eV',
    );
    expect(types(wave)).toEqual([vegaLite, 'image/svg+xml', 'text/plain'].sort());
    expect(bundleOf(wave)).toHaveProperty([vegaLite, 'encoding', 'y', 'title'], 'eV');
    expect(text(wave)).toMatch(/^float32 \[energy 50\] eV, -1\.\.0\.9999, mean 0\.003265: 0, 0\.8415, /);
  });

  test('of a million values keep their peaks in a short curve', () => {
    const values = new Float32Array(1e6);
    values[123_456] = 7;
    values[654_321] = -7;
    const { x, y } = envelope(values);
    expect(x.length).toBeLessThanOrEqual(4002);
    expect(y[x.indexOf(123_456)]).toBe(7);
    expect(y[x.indexOf(654_321)]).toBe(-7);
    expect(x).toEqual([...x].sort((a, b) => a - b));
  });

  test('of two axes are a picture, also with axes of length one around them', () => {
    const data = Float32Array.from({ length: 64 }, (_, at) => at);
    for (const shape of [
      [8, 8],
      [1, 8, 8],
    ]) {
      const axes = shape.map((_, axis) => `axis${axis}`);
      expect(types(ndarray(data, shape, axes))).toEqual([
        'application/vnd.daisy.image.v1+json',
        'image/png',
        'text/plain',
      ]);
    }
  });

  test('of more axes are facts beside their middle image; names are escaped', () => {
    const volume = ndarray(new Float32Array(4 * 3 * 5), [4, 3, 5], [hostile, 'y', 'x'], hostile);
    expect(types(volume)).toEqual(['text/html', 'text/plain']);
    expect(html(volume)).toContain('image 2 of 0 to 3');
    expect(html(volume)).not.toMatch(/<script|<img src=x/);
    expect(html(volume)).toContain('&lt;script&gt;');
  });

  test('without elements, of one element, of 64-bit integers and of NaN are shown too', () => {
    expect(text(ndarray(new Float32Array(0), [0, 4], ['y', 'x']))).toBe('float32 [y 0, x 4], empty');
    expect(text(ndarray(Float64Array.of(3), [], []))).toBe('float64 [], 3..3, mean 3: 3');
    expect(text(ndarray(BigInt64Array.of(1n, 2n, 3n), [3], ['n']))).toBe('int64 [n 3], 1..3, mean 2: 1, 2, 3');
    expect(text(ndarray(Float32Array.of(NaN, NaN), [2], ['n']))).toContain('no finite value, 2 NaN or infinite');
  });
});

describe('tables', () => {
  test('of Arrow show names, types, units, the first and the last rows', () => {
    expect(types(arrow(1000))).toEqual(['text/html', 'text/plain']);
    const page = html(arrow(1000));
    expect(page).toContain('energy<br><small style="font-weight:normal">Float64, eV</small>');
    expect(page).toContain('<th>999</th><td style="text-align:right">249.75</td>');
    expect(page).not.toContain('<th>500</th>');
    expect(page).toContain('1,000 rows × 2 columns');
    expect(page).not.toMatch(/<script|<img/);
    expect(text(arrow(1000)).split('\n')).toHaveLength(2 + 16 + 1);
  });

  test('are made of lists of records, and of columns when asked for', () => {
    const records = [
      { sample: 'a', value: 1 / 3, at: new Date(0) },
      { sample: 'b', value: 2, extra: hostile },
    ];
    expect(html(records)).toContain('<td style="text-align:right">0.333333</td>');
    expect(html(records)).toContain('&lt;script&gt;');
    const columns = rich.table(
      { energy: Float64Array.of(1, 2), name: ['x', 'y'] },
      { title: '<T>', units: { energy: 'keV' } },
    );
    expect(columns.bundle['text/html']).toContain('float64, keV');
    expect(columns.bundle['text/html']).toContain('<caption>&lt;T&gt;</caption>');
    expect(String(columns)).toMatch(/^<T>\n +energy {2}name\n/);
    expect(() => rich.table({ a: [1], b: [1, 2] })).toThrow('This value is no table.');
  });

  test('are not made of lists of other things, and no getter runs', () => {
    expect(types([1, 2])).toEqual(['text/plain']);
    expect(types([])).toEqual(['text/plain']);
    const record = { a: 1, get b(): never { throw new Error('must not run'); } }; // prettier-ignore
    expect(html([record, record])).toContain('2 rows × 2 columns');
  });
});

describe('charts', () => {
  const spec = {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: 'Decay',
    mark: 'line',
    encoding: { x: { field: 't', type: 'quantitative' }, y: { field: 'n', type: 'quantitative' } },
    data: { values: [{ t: 0, n: 8 }, { t: 1, n: 4 }, { t: 2, n: 2 }] }, // prettier-ignore
  };

  test('go to the renderer that JupyterLab has, with a sentence and a drawing', () => {
    expect(types(spec)).toEqual([vegaLite, 'image/svg+xml', 'text/plain']);
    expect(bundleOf(spec)).toHaveProperty([vegaLite, '$schema'], 'https://vega.github.io/schema/vega-lite/v5.json');
    expect(text(spec)).toBe('Vega-Lite chart "Decay": line, n over t, 3 values');
  });

  test('that are no curve of numbers are not drawn wrongly', () => {
    expect(types({ ...spec, mark: 'bar' })).toEqual([vegaLite, 'text/plain']);
    expect(() => rich.vega({ $schema: 'https://example.org/x' })).toThrow('neither Vega-Lite nor Vega');
  });
});

describe('rich values', () => {
  const png = Buffer.from(String(rich.png(onePixel()).bundle['image/png']), 'base64');

  function onePixel(): Buffer {
    return Buffer.from(
      String(bundleOf({ width: 1, height: 1, data: Uint8Array.of(255, 0, 0, 255) })['image/png']),
      'base64',
    );
  }

  test.each([
    ['html', ['<b>bold</b> &lt;<script>x</script>'], 'text/html', 'bold <'],
    ['markdown', ['# Title'], 'text/markdown', '# Title'],
    ['latex', ['E = mc^2'], 'text/latex', 'E = mc^2'],
    ['svg', ['<svg><title>Beam</title></svg>'], 'image/svg+xml', 'SVG drawing: Beam'],
    ['json', [{ big: 1n }], 'application/json', '{ big: 1n }'],
    ['raw', ['application/x-own', 7], 'application/x-own', 'application/x-own output'],
  ] as const)('%s carries text for consoles', (kind, values, type, plain) => {
    const { bundle } = (rich[kind] as (...values: readonly unknown[]) => { bundle: MimeBundle })(...values);
    expect(Object.keys(bundle)).toEqual([type, 'text/plain']);
    expect(bundle['text/plain']).toBe(plain);
  });

  test('pictures are held to their format', () => {
    expect(text(png)).toMatch(/^PNG picture, 1 × 1 pixels, \d+ bytes$/);
    expect(types(png)).toEqual(['image/png', 'text/plain']);
    expect(() => rich.jpeg(png)).toThrow('are not a JPEG picture');
    expect(() => rich.svg('<p>')).toThrow('no <svg> element');
    expect(rich.latex('$x$').bundle['text/latex']).toBe('$x$');
  });

  test('that fail while they are drawn leave text', async () => {
    const failing = { a: 1, [Symbol.for('Jupyter.display')]: () => Promise.reject(new Error('no ink')) };
    expect((await toBundle(failing))['text/plain']).toContain('could not be drawn: Error: no ink');
    expect(text({ a: 1, [Symbol.for('Jupyter.display')]: () => 7 })).toContain('a: 1');
  });

  test('show each kind by a call of its own', () => {
    expect(Object.keys(rich).filter(kind => typeof (display as never)[kind] !== 'function')).toEqual([]);
  });
});
