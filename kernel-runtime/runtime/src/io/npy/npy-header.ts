import { sizeOf, type Dtype } from '@daisy-lab/core';
import { numpyDtypes } from '../numpy-dtypes.js';

/** What the header of an npy file says. */
export interface NpyHeader {
  /** null for what is no array of plain numbers. */
  readonly dtype: Dtype | null;
  readonly typeName: string;
  readonly littleEndian: boolean;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** Bytes before the values. */
  readonly length: number;
}

const names: Readonly<Record<string, Dtype>> = { b1: 'uint8', ...numpyDtypes };

/**
 * Reads a header (NEP 1).
 * @throws Error when the bytes are none
 */
export function readNpyHeader(bytes: Uint8Array): NpyHeader {
  const magic = String.fromCharCode(...bytes.subarray(1, 6));
  if (bytes[0] !== 0x93 || magic !== 'NUMPY') throw new Error('it does not begin with NUMPY');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = bytes[6] === 1 ? 10 : 12;
  const length = start + (bytes[6] === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (length > bytes.length) throw new Error('its header is cut off');
  const text = new TextDecoder().decode(bytes.subarray(start, length));
  const descr = /'descr':\s*'([<>|=]?)([^']*)'/.exec(text);
  const shape = /'shape':\s*\(([\d\s,L]*)\)/.exec(text);
  const order = /'fortran_order':\s*(True|False)/.exec(text);
  if (!shape || !order) throw new Error('its header is incomplete');
  const lengths = (shape[1]!.match(/\d+/g) ?? []).map(Number);
  if (!Number.isSafeInteger(sizeOf(lengths))) throw new Error('its shape is too large');
  const typeName = descr ? descr[2]! : 'record';
  return {
    dtype: names[typeName] ?? null,
    typeName: names[typeName] && typeName !== 'b1' ? names[typeName] : typeName === 'b1' ? 'bool' : typeName,
    littleEndian: descr?.[1] !== '>',
    fortranOrder: order[1] === 'True' && lengths.length > 1,
    shape: lengths,
    length,
  };
}

/** The header of an array of this machine's byte order. */
export function npyHeader(dtype: Dtype, shape: readonly number[]): Uint8Array {
  const code = Object.keys(names).findLast(name => names[name] === dtype && name !== 'b1')!;
  const order = code.endsWith('1') ? '|' : '<';
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const dictionary = `{'descr': '${order}${code}', 'fortran_order': False, 'shape': (${tuple}), }`;
  const padded = dictionary.padEnd(Math.ceil((10 + dictionary.length + 1) / 64) * 64 - 11) + '\n';
  const head = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, padded.length & 255, padded.length >> 8);
  return Uint8Array.from([...head, ...new TextEncoder().encode(padded)]);
}
