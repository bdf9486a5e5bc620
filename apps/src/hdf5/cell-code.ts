import type { DataSelection } from '@daisy-lab/core';

/** A place for a cell: the language of its kernel, and the file as that kernel finds it. */
export interface CellPlace {
  readonly language: 'typescript' | 'python';
  readonly file: string;
}

/** Code that reads a part of a dataset. */
export function cellCode({ language, file }: CellPlace, object: string, selection: DataSelection): string {
  const name = variableName(object);
  const [path, dataset] = [JSON.stringify(file), JSON.stringify(object)];
  if (language === 'python') {
    const part = selection.length === 0 ? '()' : selection.map(pythonRange).join(', ');
    return [...pythonLines(file, path, dataset, name, part), `${name}.shape`].join('\n');
  }
  const ranges = selection.map(range => (range ? `[${range.join(', ')}]` : 'null')).join(', ');
  return [
    `import { withSource } from '@daisy-lab/runtime';`,
    ``,
    `const ${name} = await withSource(${path}, source => source.read(${dataset}, [${ranges}]));`,
    `${name}.shape`,
  ].join('\n');
}

/** Python's usual library for a kind of file; anything that has none of its own is tried as HDF5. */
function pythonLines(file: string, path: string, dataset: string, name: string, part: string): readonly string[] {
  const whole = part === '()' ? '...' : part;
  switch (/\.([^.]+)$/.exec(file)?.[1]?.toLowerCase()) {
    case 'npy':
      return [`import numpy`, ``, `${name} = numpy.load(${path}, mmap_mode='r')[${whole}]`];
    case 'tif':
    case 'tiff':
      return [`import tifffile`, ``, `${name} = tifffile.imread(${path})[${whole}]`];
    case 'fits':
    case 'fit':
    case 'fts':
      return [`from astropy.io import fits`, ``, `${name} = fits.getdata(${path})[${whole}]`];
    case 'edf':
    case 'cbf':
      return [`import fabio`, ``, `${name} = fabio.open(${path}).data[${whole}]`];
    case 'zarr':
      return [`import zarr`, ``, `${name} = zarr.open(${path}, mode='r')[${dataset}][${whole}]`];
    default:
      return [`import h5py`, ``, `with h5py.File(${path}, 'r') as file:`, `    ${name} = file[${dataset}][${part}]`];
  }
}

function pythonRange(range: DataSelection[number]): string {
  if (!range) return ':';
  const [first, end] = range;
  return end === first + 1 ? String(first) : `${first}:${end}`;
}

const reserved = new Set(
  (
    'await break case catch class const continue def del delete do elif else enum export extends false finally for from function ' +
    'global if import in is lambda let new none null or pass raise return self static super switch this throw true try typeof var ' +
    'void while with yield and as assert async not file source'
  ).split(' '),
);

/** The name of a dataset as the name of a variable in either language. */
function variableName(object: string): string {
  const plain = object.slice(object.lastIndexOf('/') + 1).replace(/[^A-Za-z0-9_]+/g, '_');
  const named = /^[A-Za-z_]/.test(plain) && plain !== '_' ? plain : `data${plain.replace(/^_+$/, '')}`;
  return reserved.has(named.toLowerCase()) ? `${named}_values` : named;
}
