import { DaisyError, itemSize, sizeOf, type Dtype } from '@daisy-lab/core';
import type { DataSource } from '../data-source.js';
import { FileBytes } from '../bytes/file-bytes.js';
import { damaged, parsing, unsupported } from '../bytes/problems.js';
import { entrySource, type Entry } from '../entries/entry-source.js';
import { storedEntry } from '../entries/stored-entry.js';

const types: Readonly<Record<string, Dtype>> = {
  signedbyte: 'int8',
  unsignedbyte: 'uint8',
  signedshort: 'int16',
  unsignedshort: 'uint16',
  signedinteger: 'int32',
  unsignedinteger: 'uint32',
  signedlong: 'int32',
  unsignedlong: 'uint32',
  signed64: 'int64',
  unsigned64: 'uint64',
  float: 'float32',
  floatvalue: 'float32',
  real: 'float32',
  double: 'float64',
  doublevalue: 'float64',
};

const headBytes = 4096;
const mostHeader = 1 << 20;

/**
 * Opens an EDF file (ESRF data format): frames of one size are one dataset `/data`, others `/frames/0`, `/frames/1`, ...
 * @throws DaisyError `File` when it is missing, damaged or compressed.
 */
export function openEdf(name: string): DataSource {
  const file = new FileBytes(name);
  try {
    return parsing(file.path, 'EDF', () => {
      const frames = readFrames(file);
      return entrySource({
        path: file.path,
        format: 'EDF',
        entries: entriesOf(file, frames),
        close: () => file.close(),
      });
    });
  } catch (thrown) {
    file.close();
    throw thrown;
  }
}

interface EdfFrame {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly offset: number;
  readonly littleEndian: boolean;
  readonly attributes: Readonly<Record<string, string>>;
}

function readFrames(file: FileBytes): readonly EdfFrame[] {
  const frames: EdfFrame[] = [];
  let at = 0;
  while (at < file.size) {
    const { text, length } = readHeader(file, at, frames.length);
    if (text === null) break;
    const frame = frameOf(file, text, at + length);
    frames.push(frame);
    at = frame.offset + sizeOf(frame.shape) * itemSize(frame.dtype);
    if (at > file.size) throw damaged(file.path, `frame ${frames.length - 1} ends after the file`);
  }
  if (frames.length === 0) throw damaged(file.path, 'it has no frame');
  return frames;
}

/** Text between braces; null for what fills the file up after the last frame. */
function readHeader(file: FileBytes, at: number, frame: number): { text: string | null; length: number } {
  for (let size = headBytes; ; size *= 2) {
    const text = new TextDecoder('latin1').decode(file.readUpTo(at, size));
    const open = /^[\s\0]*\{/.exec(text);
    if (!open) {
      if (frame > 0 && /^[\s\0]*$/.test(text)) return { text: null, length: 0 };
      throw damaged(file.path, `the header of frame ${frame} does not begin with a brace`);
    }
    const close = /\}\r?\n/.exec(text);
    if (close) return { text: text.slice(open[0].length, close.index), length: close.index + close[0].length };
    if (size > mostHeader || at + size >= file.size)
      throw damaged(file.path, `the header of frame ${frame} does not end`);
  }
}

function frameOf(file: FileBytes, text: string, offset: number): EdfFrame {
  const attributes: Record<string, string> = {};
  for (const statement of text.split(';')) {
    const equals = statement.indexOf('=');
    const key = statement.slice(0, Math.max(0, equals)).trim();
    if (key !== '') attributes[key] = statement.slice(equals + 1).trim();
  }
  const field = (name: string): string => {
    const key = Object.keys(attributes).find(known => known.toLowerCase() === name);
    return key === undefined ? '' : attributes[key]!;
  };
  const dtype = types[field('datatype').toLowerCase()];
  if (!dtype) throw unsupported(file.path, `its values are of type "${field('datatype')}"`);
  const compression = field('compression');
  if (compression && !/^none$/i.test(compression)) throw unsupported(file.path, `it is compressed with ${compression}`);
  const lengths: number[] = [];
  for (let axis = 1; field(`dim_${axis}`) !== ''; axis++) lengths.unshift(Number(field(`dim_${axis}`)));
  const size = sizeOf(lengths);
  if (lengths.length === 0 || !lengths.every(length => Number.isInteger(length) && length > 0) || size > file.size) {
    throw damaged(file.path, `a frame has the size ${lengths.join(' x ')}`);
  }
  return { dtype, shape: lengths, offset, littleEndian: !/highbyte/i.test(field('byteorder')), attributes };
}

function entriesOf(file: FileBytes, frames: readonly EdfFrame[]): readonly Entry[] {
  const entries = frames.map((frame, index) => storedEntry(file, { ...frame, path: `/frames/${index}` }));
  const [first] = frames as [EdfFrame];
  const alike = frames.every(frame => frame.dtype === first.dtype && frame.shape.join() === first.shape.join());
  if (!alike) return entries;
  if (frames.length === 1) return [storedEntry(file, { ...first, path: '/data' })];
  return [
    {
      info: {
        path: '/data',
        shape: [frames.length, ...first.shape],
        dtype: first.dtype,
        typeName: first.dtype,
        attributes: first.attributes,
      },
      fill: (ranges, into) => {
        const [[begin, end], ...inner] = ranges as [readonly [number, number], ...(readonly [number, number])[]];
        const each = inner.reduce((product, [low, high]) => product * (high - low), 1);
        for (let frame = begin; frame < end; frame++) {
          entries[frame]!.fill!(inner, into.subarray((frame - begin) * each, (frame - begin + 1) * each));
        }
      },
    },
  ];
}

const written: Readonly<Partial<Record<Dtype, string>>> = {
  int8: 'SignedByte',
  uint8: 'UnsignedByte',
  int16: 'SignedShort',
  uint16: 'UnsignedShort',
  int32: 'SignedInteger',
  uint32: 'UnsignedInteger',
  float32: 'FloatValue',
  float64: 'DoubleValue',
};

/** The header of one frame, 512 bytes or a multiple. */
export function edfHeader(dtype: Dtype, shape: readonly number[]): Uint8Array {
  const type = written[dtype];
  const [height, width, ...more] = shape;
  if (!type || height === undefined || width === undefined || more.length > 0) {
    throw new DaisyError('Input', {
      message: `EDF holds one image; ${dtype} of shape [${shape.join(', ')}] is none.`,
      action: 'Select one image, or write to a file that ends in .h5.',
    });
  }
  const fields = {
    HeaderID: 'EH:000001:000000:000000',
    Image: 1,
    ByteOrder: 'LowByteFirst',
    DataType: type,
    Dim_1: width,
    Dim_2: height,
    Size: width * height * itemSize(dtype),
  };
  const text = `{\n${Object.entries(fields)
    .map(([key, value]) => `${key} = ${value} ;\n`)
    .join('')}`;
  return new TextEncoder().encode(`${text.padEnd(Math.ceil((text.length + 2) / 512) * 512 - 2)}}\n`);
}
