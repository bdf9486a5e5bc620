import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSink, ndarray, saveVolume, TiffWriter, type Dtype } from '@daisy-lab/runtime';

/** A small file of one kind and the values that it must give. */
export interface World {
  readonly kind: string;
  /** Writes the file into a folder and returns its path. */
  write(folder: string): Promise<string>;
  readonly dataset: string;
  readonly shape: readonly number[];
  readonly dtype: Dtype;
  /** Element number `index` in C order. */
  readonly value: (index: number) => number;
  /** The parser is our own, so that damaged files are its business. */
  readonly own?: boolean;
}

const count = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);

function image(shape: readonly number[], dtype: 'uint16' | 'int32' | 'float32', value: (index: number) => number) {
  const types = { uint16: Uint16Array, int32: Int32Array, float32: Float32Array };
  const values = Array.from({ length: count(shape) }, (_, index) => value(index));
  const data = new types[dtype](values);
  return ndarray(
    data as Uint16Array,
    shape,
    shape.map((_, axis) => `axis${axis}`),
  );
}

/** Written by the sink of the kind itself. */
function bySink(name: string, shape: readonly number[], dtype: 'uint16' | 'int32' | 'float32', value: World['value']) {
  return async (folder: string): Promise<string> => {
    const sink = await createSink(join(folder, name));
    await sink.write('/data', image(shape, dtype, value));
    await sink.finish();
    return sink.path;
  };
}

/** A table of numbers and texts. */
function byTable(name: string) {
  return async (folder: string): Promise<string> => {
    const sink = await createSink(join(folder, name));
    await sink.write('/data', image([12], 'uint16', ramp), { units: 'counts' });
    sink.writeTexts!(
      '/name',
      Array.from({ length: 12 }, (_, row) => `row ${row}`),
    );
    await sink.finish();
    return sink.path;
  };
}

const ramp = (index: number): number => (index * 7) % 1000;
const text = (name: string, content: string) => async (folder: string) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

const rows = Array.from({ length: 12 }, (_, row) => [8000 + row, ramp(row) / 8]);

function tiffStack(compression: 'none' | 'lzw' | 'deflate', tilePx?: number) {
  return async (folder: string): Promise<string> => {
    const path = join(folder, `${compression}.tif`);
    const predictor = compression === 'none' ? 1 : 2;
    const writer = new TiffWriter(
      path,
      { dtype: 'uint16', width: 9, height: 7, pages: 3 },
      { compression, predictor, ...(tilePx ? { tilePx } : {}) },
    );
    await writer.appendAsync(image([3, 7, 9], 'uint16', ramp).data);
    writer.finish();
    return path;
  };
}

/** An NX data file is there for comparison: every kind answers as HDF5 does. */
export const worlds: readonly World[] = [
  {
    kind: 'HDF5',
    dataset: '/entry/volume/data',
    shape: [3, 7, 9],
    dtype: 'float32',
    value: ramp,
    write: folder => saveVolume(join(folder, 'a.h5'), { volume: image([3, 7, 9], 'float32', ramp) }),
  },
  {
    kind: 'HDF5, compressed chunks',
    own: true,
    dataset: '/data',
    shape: [3, 7, 9],
    dtype: 'uint16',
    value: ramp,
    write: async folder => {
      const sink = await createSink(join(folder, 'a.h5'));
      sink.group('/', { default: 'data', axes: ['a', 'b', 'c'] });
      const storage = { chunks: [2, 4, 9], codec: 'bitshuffle-lz4' } as const;
      const writer = sink.create('/data', { dtype: 'uint16', shape: [3, 7, 9], storage }, { units: 'counts' });
      await writer.append(image([3, 7, 9], 'uint16', ramp).data);
      await sink.finish();
      return sink.path;
    },
  },
  {
    kind: 'TIFF',
    own: true,
    dataset: '/data',
    shape: [3, 7, 9],
    dtype: 'uint16',
    value: ramp,
    write: tiffStack('none'),
  },
  {
    kind: 'TIFF, LZW',
    own: true,
    dataset: '/data',
    shape: [3, 7, 9],
    dtype: 'uint16',
    value: ramp,
    write: tiffStack('lzw'),
  },
  {
    kind: 'TIFF, tiles',
    own: true,
    dataset: '/data',
    shape: [3, 7, 9],
    dtype: 'uint16',
    value: ramp,
    write: tiffStack('deflate', 16),
  },
  {
    kind: 'stack of files',
    dataset: '/data',
    shape: [4, 5, 6],
    dtype: 'uint16',
    value: ramp,
    write: async folder => {
      const stack = join(folder, 'stack');
      mkdirSync(stack);
      for (let file = 0; file < 4; file++) {
        await bySink(`raw_${file + 8}.tif`, [5, 6], 'uint16', index => ramp(file * 30 + index))(stack);
      }
      return stack;
    },
  },
  {
    kind: 'npy',
    own: true,
    dataset: '/data',
    shape: [3, 4, 5],
    dtype: 'int32',
    value: ramp,
    write: bySink('a.npy', [3, 4, 5], 'int32', ramp),
  },
  {
    kind: 'npz',
    own: true,
    dataset: '/frames',
    shape: [2, 3],
    dtype: 'int32',
    value: index => index + 1,
    write: async folder => {
      // numpy.savez_compressed(frames=numpy.arange(1, 7, dtype='<i4').reshape(2, 3))
      const bytes = Buffer.from(npzBase64, 'base64');
      writeFileSync(join(folder, 'a.npz'), bytes);
      return join(folder, 'a.npz');
    },
  },
  {
    kind: 'npz, not compressed',
    own: true,
    dataset: '/data',
    shape: [3, 4, 5],
    dtype: 'int32',
    value: ramp,
    write: bySink('a.npz', [3, 4, 5], 'int32', ramp),
  },
  {
    kind: 'EDF',
    own: true,
    dataset: '/data',
    shape: [7, 9],
    dtype: 'float32',
    value: ramp,
    write: bySink('a.edf', [7, 9], 'float32', ramp),
  },
  {
    kind: 'CBF',
    own: true,
    dataset: '/data',
    shape: [7, 9],
    dtype: 'int32',
    value: index => ramp(index) * 400 - 5,
    write: bySink('a.cbf', [7, 9], 'int32', index => ramp(index) * 400 - 5),
  },
  {
    kind: 'raw with sidecar',
    own: true,
    dataset: '/data',
    shape: [3, 4, 5],
    dtype: 'uint16',
    value: ramp,
    write: bySink('a.raw', [3, 4, 5], 'uint16', ramp),
  },
  {
    kind: 'FITS',
    own: true,
    dataset: '/data',
    shape: [3, 4, 5],
    dtype: 'uint16',
    value: index => 65000 + (index % 500),
    write: bySink('a.fits', [3, 4, 5], 'uint16', index => 65000 + (index % 500)),
  },
  {
    kind: 'FITS, table',
    own: true,
    dataset: '/TABLE/data',
    shape: [12],
    dtype: 'uint16',
    value: ramp,
    write: byTable('a.fits'),
  },
  {
    kind: 'CSV',
    own: true,
    dataset: '/mu',
    shape: [12],
    dtype: 'float64',
    value: index => rows[index]![1]!,
    write: text('a.csv', `energy (eV),mu\n${rows.map(row => row.join(',')).join('\n')}\n`),
  },
  {
    kind: 'columns of text',
    own: true,
    dataset: '/G(r)',
    shape: [12],
    dtype: 'float64',
    value: index => rows[index]![1]!,
    write: text('a.gr', `#S 1\n#L r G(r)\n${rows.map(row => row.join('  ')).join('\n')}\n`),
  },
  {
    kind: 'XDI',
    own: true,
    dataset: '/mu',
    shape: [12],
    dtype: 'float64',
    value: index => rows[index]![1]!,
    write: text(
      'a.xdi',
      `# XDI/1.0\n# Column.1: energy eV\n# Column.2: mu\n# Element.symbol: Cu\n# Element.edge: K\n# ---\n# energy mu\n${rows.map(row => row.join(' ')).join('\n')}\n`,
    ),
  },
  {
    kind: 'CIF',
    own: true,
    dataset: '/Ni/_atom_site_fract_x',
    shape: [2],
    dtype: 'float64',
    value: index => index / 2,
    write: text(
      'a.cif',
      `data_Ni\n_cell_length_a 3.520(1)\nloop_\n_atom_site_label\n_atom_site_fract_x\nNi1 0.0\nNi2 0.5(2)\n`,
    ),
  },
  {
    kind: 'Arrow',
    dataset: '/data',
    shape: [12],
    dtype: 'float32',
    value: ramp,
    write: bySink('a.arrow', [12], 'float32', ramp),
  },
  {
    kind: 'Parquet',
    dataset: '/a',
    shape: [4],
    dtype: 'float64',
    value: index => index + 0.5,
    write: async folder => {
      writeFileSync(join(folder, 'a.parquet'), Buffer.from(parquetBase64, 'base64'));
      return join(folder, 'a.parquet');
    },
  },
  {
    kind: 'Parquet, written here',
    own: true,
    dataset: '/data',
    shape: [12],
    dtype: 'uint16',
    value: ramp,
    write: byTable('a.parquet'),
  },
  {
    kind: 'Zarr, written here',
    dataset: '/data',
    shape: [4, 6],
    dtype: 'uint16',
    value: ramp,
    write: bySink('a.zarr', [4, 6], 'uint16', ramp),
  },
  { kind: 'Zarr', dataset: '/data', shape: [4, 6], dtype: 'uint16', value: ramp, write: zarr2 },
  { kind: 'Zarr, version 3', dataset: '/group/frames', shape: [4, 6], dtype: 'uint16', value: ramp, write: zarr3 },
  {
    kind: 'TXRM',
    own: true,
    dataset: '/data',
    shape: [2, 64, 64],
    dtype: 'uint16',
    value: ramp,
    write: async folder => {
      writeFileSync(join(folder, 'a.txrm'), compoundFile());
      return join(folder, 'a.txrm');
    },
  },
];

/** Chunks of [2, 4] with what lies outside the array filled up. */
function zarrChunk(row: number, column: number): Uint8Array {
  const values = Uint16Array.from({ length: 8 }, (_, at) => {
    const [y, x] = [row * 2 + (at >> 2), column * 4 + (at & 3)];
    return x < 6 ? ramp(y * 6 + x) : 0;
  });
  return new Uint8Array(values.buffer);
}

async function zarr2(folder: string): Promise<string> {
  const path = join(folder, 'a.zarr');
  mkdirSync(path);
  const meta = {
    zarr_format: 2,
    shape: [4, 6],
    chunks: [2, 4],
    dtype: '<u2',
    compressor: null,
    fill_value: 0,
    order: 'C',
    filters: null,
  };
  writeFileSync(join(path, '.zarray'), JSON.stringify(meta));
  for (const [y, x] of [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ] as const)
    writeFileSync(join(path, `${y}.${x}`), zarrChunk(y, x));
  return path;
}

async function zarr3(folder: string): Promise<string> {
  const path = join(folder, 'b.zarr');
  mkdirSync(join(path, 'group/frames/c/0'), { recursive: true });
  mkdirSync(join(path, 'group/frames/c/1'));
  const group = JSON.stringify({ zarr_format: 3, node_type: 'group', attributes: {} });
  writeFileSync(join(path, 'zarr.json'), group);
  writeFileSync(join(path, 'group/zarr.json'), group);
  const meta = {
    zarr_format: 3,
    node_type: 'array',
    shape: [4, 6],
    data_type: 'uint16',
    chunk_grid: { name: 'regular', configuration: { chunk_shape: [2, 4] } },
    chunk_key_encoding: { name: 'default', configuration: { separator: '/' } },
    fill_value: 0,
    codecs: [{ name: 'bytes', configuration: { endian: 'little' } }],
    attributes: { units: 'counts' },
    dimension_names: ['row', 'column'],
  };
  writeFileSync(join(path, 'group/frames/zarr.json'), JSON.stringify(meta));
  for (const [y, x] of [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ] as const)
    writeFileSync(join(path, `group/frames/c/${y}/${x}`), zarrChunk(y, x));
  return path;
}

/** A compound file with sectors of 512 bytes: two images of 64 x 64, four numbers and two angles. */
export function compoundFile(): Uint8Array {
  const images = [0, 1].map(image => Uint16Array.from({ length: 4096 }, (_, at) => ramp(image * 4096 + at)));
  const int = (value: number): Uint8Array => new Uint8Array(Int32Array.of(value).buffer);
  const small: readonly (readonly [string, Uint8Array])[] = [
    ['Angles', new Uint8Array(Float32Array.of(-10, 20).buffer)],
    ['DataType', int(5)],
    ['ImageHeight', int(64)],
    ['ImageWidth', int(64)],
    ['ImagesTaken', int(2)],
  ];
  const file = new Uint8Array(512 * 40);
  const view = new DataView(file.buffer);
  const sector = (number: number): number => (number + 1) * 512;
  file.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  view.setUint16(24, 62, true);
  view.setUint16(26, 3, true);
  view.setUint16(28, 0xfffe, true);
  view.setUint16(30, 9, true);
  view.setUint16(32, 6, true);
  // sector 0: allocation table, 1..3: directory, 4: table of small sectors, 5: small sectors, 6..21 and 22..37: images
  for (const [at, value] of [
    [44, 1],
    [48, 1],
    [56, 4096],
    [60, 4],
    [64, 1],
    [68, 0xfffffffe],
    [76, 0],
  ] as const)
    view.setUint32(at, value, true);
  for (let at = 80; at < 512; at += 4) view.setUint32(at, 0xffffffff, true);
  const end = 0xfffffffe;
  const next = new Uint32Array(128).fill(0xffffffff);
  next[0] = 0xfffffffd;
  next[1] = 2;
  next[2] = 3;
  next[3] = end;
  next[4] = end;
  next[5] = end;
  for (const first of [6, 22]) for (let at = first; at < first + 16; at++) next[at] = at === first + 15 ? end : at + 1;
  file.set(new Uint8Array(next.buffer), sector(0));
  const mini = new Uint32Array(128).fill(0xffffffff);
  small.forEach(([, bytes], index) => {
    mini[index] = end;
    file.set(bytes, sector(5) + index * 64);
  });
  file.set(new Uint8Array(mini.buffer), sector(4));
  images.forEach((data, index) => file.set(new Uint8Array(data.buffer), sector(6 + index * 16)));
  const none = 0xffffffff;
  const entry = (
    index: number,
    name: string,
    type: number,
    links: readonly [number, number, number],
    start: number,
    size: number,
  ) => {
    const at = sector(1) + index * 128;
    [...name].forEach((character, place) => view.setUint16(at + place * 2, character.charCodeAt(0), true));
    view.setUint16(at + 64, (name.length + 1) * 2, true);
    view.setUint8(at + 66, type);
    links.forEach((link, place) => view.setUint32(at + 68 + place * 4, link, true));
    view.setUint32(at + 116, start, true);
    view.setUint32(at + 120, size, true);
  };
  entry(0, 'Root Entry', 5, [none, none, 1], 5, 512);
  entry(1, 'ImageData1', 1, [none, 2, 3], 0, 0);
  entry(2, 'ImageInfo', 1, [none, none, 5], 0, 0);
  entry(3, 'Image1', 2, [none, 4, none], 6, 8192);
  entry(4, 'Image2', 2, [none, none, none], 22, 8192);
  small.forEach(([name, bytes], index) =>
    entry(5 + index, name, 2, [none, index < 4 ? 6 + index : none, none], index, bytes.length),
  );
  return file;
}

/** `numpy.savez_compressed(frames=...)` */
const npzBase64 =
  'UEsDBC0AAAAIAAAAIQDTSy6u//////////8KABQAZnJhbWVzLm5weQEAEACYAAAAAAAAAFcAAAAAAAAAm+wX6hsQychQxlCtnpJanFykbqWgbp' +
  'Npoq6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkaRjoKxpo6CrUKZAMuRgYGBiYgZgZiFiBmBWI2IAYAUEsBAi0DLQAAAAgAAAAhANNL' +
  'Lq5XAAAAmAAAAAoAAAAAAAAAAAAAAIABAAAAAGZyYW1lcy5ucHlQSwUGAAAAAAEAAQA4AAAAkwAAAAAA';

/** A table of `a` and `name` by pyarrow, Snappy. */
const parquetBase64 =
  'UEFSMRUAFUwVQCwVCBUAFQYVBhwAAAAmGAIAAAAIAQAFAQTgPwUHBAD4DQgkBEAAAAAAAAAMQBUAFTQVOCwVCBUAFQYVBhwAAAAaZAIAAAAIAQ' +
  'EAAABwAQAAAHEBAAAAcgEAAABzFQQZPDUAGAZzY2hlbWEVBAAVCiUCGAFhABUMJQIYBG5hbWUlAEwcAAAAFggZHBksJgAcFQoZJQYAGRgBYRUC' +
  'FggWchZmJghJHBUAFQAVAgA8KQYZJgAIAAAAJgAcFQwZJQYAGRgEbmFtZRUCFggWWhZeJm5JHBUAFQAVAgA8FggZBhkmAAgAAAAWzAEWCCYIFs' +
  'QBACggcGFycXVldC1jcHAtYXJyb3cgdmVyc2lvbiAyNi4wLjEZLBwAABwAAAC/AAAAUEFSMQ==';
