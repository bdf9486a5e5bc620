import { itemSize, sizeOf } from '@daisy-lab/core';
import type { DataSource } from '../data-source.js';
import { bytesOf, valuesOf } from '../bytes/byte-order.js';
import { FileBytes } from '../bytes/file-bytes.js';
import { damaged, mostWholeBytes, parsing, unsupported } from '../bytes/problems.js';
import { entrySource, type Entry } from '../entries/entry-source.js';
import { copyBox } from '../entries/ranges.js';
import { storedEntry } from '../entries/stored-entry.js';
import { readNpyHeader, type NpyHeader } from './npy-header.js';

const headBytes = 64 * 1024;

/**
 * Opens an npy file: one dataset `/data`.
 * @throws DaisyError `File` when it is missing, damaged or of a type that is not read.
 */
export function openNpy(name: string): DataSource {
  const file = new FileBytes(name);
  try {
    return parsing(file.path, 'npy', () => {
      const header = readNpyHeader(file.readUpTo(0, headBytes));
      return entrySource({
        path: file.path,
        format: 'npy',
        entries: [npyEntry(file, header)],
        close: () => file.close(),
      });
    });
  } catch (thrown) {
    file.close();
    throw thrown;
  }
}

function npyEntry(file: FileBytes, header: NpyHeader): Entry {
  const { dtype, shape, typeName, length, littleEndian } = header;
  const path = '/data';
  if (!dtype) return { info: { path, shape, dtype, typeName, attributes: {} } };
  if (!header.fortranOrder) {
    return storedEntry(file, { path, dtype, shape, typeName, offset: length, littleEndian });
  }
  const bytes = sizeOf(shape) * itemSize(dtype);
  if (length + bytes > file.size) throw damaged(file.path, 'it ends before its values do');
  if (bytes > mostWholeBytes) {
    throw unsupported(
      file.path,
      'its values are in the order of Fortran',
      'Save numpy.ascontiguousarray(array) instead.',
    );
  }
  return decodedEntry(path, header, () => file.read(length, bytes));
}

/** An array whose bytes are made when they are first needed. */
export function decodedEntry(path: string, header: NpyHeader, bytes: () => Uint8Array): Entry {
  const { dtype, shape, typeName, littleEndian, fortranOrder } = header;
  if (!dtype) return { info: { path, shape, dtype, typeName, attributes: {} } };
  let held: Uint8Array | undefined;
  const whole = (): Uint8Array => {
    const values = bytesOf(valuesOf(bytes(), dtype, littleEndian));
    return fortranOrder ? transposed(values, shape, itemSize(dtype)) : values;
  };
  return {
    info: { path, shape, dtype, typeName, attributes: {} },
    fill: (ranges, into) => void copyBox((held ??= whole()), shape, ranges, itemSize(dtype), bytesOf(into)),
  };
}

/** From the order of Fortran (first axis fastest) to that of C. */
function transposed(from: Uint8Array, shape: readonly number[], item: number): Uint8Array {
  const out = new Uint8Array(from.length);
  const strides = shape.map((_, axis) => sizeOf(shape.slice(0, axis)) * item);
  let to = 0;
  const walk = (axis: number, offset: number): void => {
    for (let index = 0; index < shape[axis]!; index++, offset += strides[axis]!) {
      if (axis < shape.length - 1) walk(axis + 1, offset);
      else {
        for (let byte = 0; byte < item; byte++) out[to + byte] = from[offset + byte]!;
        to += item;
      }
    }
  };
  walk(0, 0);
  return out;
}
