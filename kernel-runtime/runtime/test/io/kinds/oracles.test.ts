import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { createSink, ndarray, readPart, TiffWriter, withSource } from '@daisy-lab/runtime';
import { pythonWith, runPython as run } from '../../support/python.ts';
import { freshFolder } from '../../support/worlds.ts';

/** Every file of the folder that `a.raw`-like companions describe reads as they say. */
async function expectSameAs(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await withSource(join(folder, name), async source => {
      const { data } = await readPart(source, '/data');
      const expected = readFileSync(join(folder, `${name}.values`));
      expect([name, Buffer.compare(Buffer.from(data.buffer, data.byteOffset, data.byteLength), expected)]).toEqual([
        name,
        0,
      ]);
    });
  }
}

const values = Uint16Array.from({ length: 2 * 45 * 61 }, (_, at) => (at * 31) % 4099);

describe('beside the programs of others', () => {
  test('tifffile writes what we read, and reads what we write', async () => {
    const python = pythonWith('tifffile');
    if (!python) return;
    const folder = freshFolder();
    run(
      python,
      `
import tifffile, numpy as np, json
names = []
for dtype in ['u1', 'u2', 'u4', 'i2', 'i4', 'f4', 'f8']:
    for order in '<>':
        for tile in [None, (32, 48)]:
            for how in [{}, dict(compression='zlib')]:
                a = (np.arange(2 * 45 * 61).reshape(2, 45, 61) % 251).astype(dtype)
                name = f'{dtype}-{"le" if order == "<" else "be"}-{bool(tile)}-{bool(how)}.tif'
                tifffile.imwrite(name, a, byteorder=order, tile=tile, rowsperstrip=None if tile else 10, bigtiff=order == '>', **how)
                a.tofile(name + '.values'); names.append(name)
json.dump(names, open('names.json', 'w'))
`,
      folder,
    );
    const names = JSON.parse(readFileSync(join(folder, 'names.json'), 'utf8')) as string[];
    expect(names.length).toBe(56);
    await expectSameAs(folder, names);
    for (const [name, options] of Object.entries({
      plain: {},
      tiles: { tilePx: 32, compression: 'deflate' },
      big: { bigTiff: true, bigEndian: true },
    } as const)) {
      const writer = new TiffWriter(
        join(folder, `${name}.tif`),
        { dtype: 'uint16', width: 61, height: 45, pages: 2 },
        options,
      );
      writer.append(values);
      writer.finish();
    }
    run(
      python,
      `
import tifffile, numpy as np
a = ((np.arange(2 * 45 * 61) * 31) % 4099).astype('u2').reshape(2, 45, 61)
for name in ['plain', 'tiles', 'big']: assert np.array_equal(tifffile.imread(name + '.tif'), a), name
`,
      folder,
    );
  }, 60_000);

  test('fabio reads our EDF and CBF, and writes what we read', async () => {
    const python = pythonWith('fabio');
    if (!python) return;
    const folder = freshFolder();
    const image = Int32Array.from({ length: 45 * 61 }, (_, at) => ((at * 7919) % 300_001) - 5);
    for (const name of ['ours.edf', 'ours.cbf']) {
      const sink = await createSink(join(folder, name));
      sink.write('/data', ndarray(image, [45, 61], ['row', 'column']));
      await sink.finish();
    }
    run(
      python,
      `
import fabio, numpy as np
from fabio.edfimage import EdfImage
from fabio.cbfimage import CbfImage
a = ((np.arange(45 * 61) * 7919) % 300001 - 5).astype('i4').reshape(45, 61)
for name in ['ours.edf', 'ours.cbf']: assert np.array_equal(fabio.open(name).data, a), name
EdfImage(data=a).write('theirs.edf'); a.tofile('theirs.edf.values')
CbfImage(data=a).write('theirs.cbf'); a.tofile('theirs.cbf.values')
`,
      folder,
    );
    await expectSameAs(folder, ['theirs.edf', 'theirs.cbf']);
  }, 60_000);

  test('astropy verifies our FITS, and writes what we read', async () => {
    const python = pythonWith('astropy');
    if (!python) return;
    const folder = freshFolder();
    const sink = await createSink(join(folder, 'ours.fits'));
    sink.write('/data', ndarray(values, [2, 45, 61], ['page', 'row', 'column']));
    await sink.finish();
    run(
      python,
      `
import numpy as np
from astropy.io import fits
a = ((np.arange(2 * 45 * 61) * 31) % 4099).astype('u2').reshape(2, 45, 61)
with fits.open('ours.fits') as f:
    f.verify('exception'); assert np.array_equal(f[0].data, a) and f[0].data.dtype.kind == 'u'
names = []
for dtype in ['u1', 'i1', 'i2', 'u2', 'i4', 'u4', 'i8', 'f4', 'f8']:
    b = (np.arange(45 * 61) % 120).astype(dtype).reshape(45, 61)
    fits.PrimaryHDU(b).writeto(dtype + '.fits'); b.tofile(dtype + '.fits.values')
fits.BinTableHDU.from_columns([fits.Column('energy', 'D', 'eV', array=np.arange(5) / 4), fits.Column('name', '4A', array=['a', 'b', 'c', 'd', 'e']), fits.Column('n', 'J', array=np.arange(5))], name='SPEC').writeto('table.fits')
`,
      folder,
    );
    await expectSameAs(
      folder,
      ['u1', 'i1', 'i2', 'u2', 'i4', 'u4', 'i8', 'f4', 'f8'].map(dtype => `${dtype}.fits`),
    );
    await withSource(join(folder, 'table.fits'), source => {
      expect(Array.from(source.read('/SPEC/energy').data, Number)).toEqual([0, 0.25, 0.5, 0.75, 1]);
      expect(source.describe('/SPEC/energy')?.attributes['units']).toBe('eV');
      expect(source.texts?.('/SPEC/name')).toEqual(['a', 'b', 'c', 'd', 'e']);
      expect(Array.from(source.read('/SPEC/n', [[3, 5]]).data, Number)).toEqual([3, 4]);
    });
  }, 60_000);
});
