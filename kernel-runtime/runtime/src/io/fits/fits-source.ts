import { DaisyError, itemSize, type Dtype } from '@daisy-lab/core';
import type { DataSource, SlabSpec } from '../data-source.js';
import { FileBytes } from '../bytes/file-bytes.js';
import { damaged, parsing } from '../bytes/problems.js';
import { entrySource, type Entry } from '../entries/entry-source.js';
import { blockBytes, fitsAttributes, fitsCards, readFitsHeader, type FitsHeader } from './fits-header.js';
import { fitsImage } from './fits-image.js';
import { binaryTable, textTable } from './fits-table.js';

const mostUnits = 100_000;

/**
 * Opens a FITS file: the image of the first unit is `/data`, those of others `/<EXTNAME or hduN>`, columns of tables lie below them.
 * @throws DaisyError `File` when it is missing or damaged.
 */
export function openFits(name: string): DataSource {
  const file = new FileBytes(name);
  try {
    return parsing(file.path, 'FITS', () => {
      const units = readUnits(file);
      return entrySource({
        path: file.path,
        format: 'FITS',
        entries: entriesOf(file, units),
        attributes: fitsAttributes(units[0]!),
        close: () => file.close(),
      });
    });
  } catch (thrown) {
    file.close();
    throw thrown;
  }
}

function readUnits(file: FileBytes): readonly FitsHeader[] {
  const units: FitsHeader[] = [];
  for (let at = 0; at < file.size;) {
    const first = new TextDecoder('latin1').decode(file.readUpTo(at, 9));
    if (units.length > 0 && !first.startsWith('XTENSION')) break; // special records are none of our business
    if (units.length === 0 && first !== 'SIMPLE  =') throw damaged(file.path, 'it does not begin as a FITS file');
    if (units.length > mostUnits) throw damaged(file.path, `it has more than ${mostUnits} units`);
    const header = readFitsHeader(file, at);
    units.push(header);
    const end = header.dataAt + dataBytes(header);
    at = Math.ceil(end / blockBytes) * blockBytes;
    if (!(end <= file.size))
      throw damaged(file.path, `unit ${units.length - 1} ends at byte ${end}, the file at ${file.size}`);
  }
  if (units.length === 0) throw damaged(file.path, 'it is empty');
  return units;
}

function dataBytes(header: FitsHeader): number {
  const axes = lengthsOf(header);
  const groups = axes.length > 0 && axes.at(-1) === 0 && header.number('GROUPS', 0) === 1;
  const counted = groups ? axes.slice(0, -1) : axes;
  if (counted.length === 0) return 0;
  const values = counted.reduce((product, length) => product * length, 1);
  return (Math.abs(header.number('BITPIX')) / 8) * header.number('GCOUNT', 1) * (header.number('PCOUNT', 0) + values);
}

/** Slowest axis first. */
function lengthsOf(header: FitsHeader): readonly number[] {
  const axes = header.number('NAXIS');
  if (!(Number.isInteger(axes) && axes >= 0 && axes <= 999)) throw new Error(`NAXIS is ${axes}`);
  return Array.from({ length: axes }, (_, axis) => {
    const length = header.number(`NAXIS${axes - axis}`);
    if (!(Number.isSafeInteger(length) && length >= 0)) throw new Error(`NAXIS${axes - axis} is ${length}`);
    return length;
  });
}

function entriesOf(file: FileBytes, units: readonly FitsHeader[]): readonly Entry[] {
  const taken = new Set<string>();
  return units.flatMap((header, index) => {
    const given = index === 0 ? 'data' : header.text('EXTNAME').replaceAll('/', '|') || `hdu${index}`;
    const path = `/${taken.has(given) ? `${given}-${index}` : given}`;
    taken.add(path.slice(1));
    const kind = index === 0 ? 'IMAGE' : header.text('XTENSION');
    if (kind === 'BINTABLE') return binaryTable(file, header, path);
    if (kind === 'TABLE') return textTable(file, header, path);
    const shape = lengthsOf(header);
    return kind === 'IMAGE' && shape.length > 0 && !shape.includes(0) ? [fitsImage(file, header, path, shape)] : [];
  });
}

const written: Readonly<Record<Dtype, readonly [bitpix: number, zero: number]>> = {
  uint8: [8, 0],
  int8: [8, -128],
  int16: [16, 0],
  uint16: [16, 2 ** 15],
  int32: [32, 0],
  uint32: [32, 2 ** 31],
  int64: [64, 0],
  uint64: [64, 2 ** 63],
  float32: [-32, 0],
  float64: [-64, 0],
};

/** The header of a file with one image, or with none when its first axis has no length. */
export function fitsHeader({ dtype, shape }: SlabSpec): Uint8Array {
  const [bitpix, zero] = written[dtype];
  if (shape.length > 999) throw new DaisyError('Input', { message: `FITS has no images of ${shape.length} axes.` });
  return fitsCards([
    ['SIMPLE', true, 'conforms to FITS standard'],
    ['BITPIX', bitpix, 'bits of a value'],
    ['NAXIS', shape[0] === 0 ? 0 : shape.length, 'number of axes'],
    ...(shape[0] === 0 ? [] : shape.map((_, axis) => [`NAXIS${axis + 1}`, shape[shape.length - 1 - axis]!] as const)),
    ['EXTEND', true],
    ...(zero === 0
      ? []
      : ([
          ['BSCALE', 1],
          ['BZERO', zero, 'stored values are less by this'],
        ] as const)),
  ]);
}

/** Whether values of a dtype are stored with the sign turned. */
export const isTurned = (dtype: Dtype): boolean => written[dtype][1] !== 0;

/** What fills the last block up. */
export function fitsPadding(values: number, dtype: Dtype): Uint8Array {
  const bytes = values * itemSize(dtype);
  return new Uint8Array(Math.ceil(bytes / blockBytes) * blockBytes - bytes);
}
