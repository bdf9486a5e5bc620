import { DaisyError, type Dtype } from '@daisy-lab/core';
import type { PackedImage } from '../stream/packed-image.js';
import { Tagged, type CborValue } from './cbor-value.js';

/** Tags of RFC 8746: what is in a byte string, and its byte order. Half and quadruple precision are not read. */
const typedArrays: Readonly<Record<number, readonly [dtype: Dtype, littleEndian: boolean]>> = {
  64: ['uint8', true],
  65: ['uint16', false],
  66: ['uint32', false],
  67: ['uint64', false],
  68: ['uint8', true],
  69: ['uint16', true],
  70: ['uint32', true],
  71: ['uint64', true],
  72: ['int8', true],
  73: ['int16', false],
  74: ['int32', false],
  75: ['int64', false],
  77: ['int16', true],
  78: ['int32', true],
  79: ['int64', true],
  81: ['float32', false],
  82: ['float64', false],
  85: ['float32', true],
  86: ['float64', true],
};

const rowMajor = 40;
/** A compressed byte string: [algorithm, bytes of an element, bytes]. @see DECTRIS, CBOR tag for compressed byte strings */
const compressed = 56500;

/**
 * An array of several axes (tag 40) of numbers (tags 64 to 86), which may be compressed (tag 56500).
 * @throws DaisyError `Data` for anything else.
 */
export function packedArray(item: CborValue | undefined): PackedImage {
  if (!(item instanceof Tagged) || item.tag !== rowMajor || !Array.isArray(item.value)) {
    throw wrong('an image is no array of several axes');
  }
  const [dimensions, numbers] = item.value as readonly CborValue[];
  const stored = numbers instanceof Tagged ? typedArrays[numbers.tag] : undefined;
  if (!Array.isArray(dimensions) || !stored) throw wrong('an image is of numbers that are not read here');
  const [dtype, littleEndian] = stored;
  return { shape: dimensions.map(Number), dtype, littleEndian, ...bytesOf((numbers as Tagged).value) };
}

function bytesOf(item: CborValue): Pick<PackedImage, 'compression' | 'elementBytes' | 'bytes'> {
  if (item instanceof Uint8Array) return { compression: 'none', bytes: item };
  if (!(item instanceof Tagged) || item.tag !== compressed || !Array.isArray(item.value)) {
    throw wrong('the values of an image are no bytes');
  }
  const [algorithm, elementBytes, bytes] = item.value as readonly CborValue[];
  if (!(bytes instanceof Uint8Array)) throw wrong('the values of an image are no bytes');
  if (algorithm !== 'bslz4' && algorithm !== 'lz4') throw wrong(`it is compressed with ${String(algorithm)}`);
  return { compression: algorithm, elementBytes: Number(elementBytes), bytes };
}

/** The other way: an array as DECTRIS writes it. */
export function taggedArray({ shape, dtype, compression, elementBytes = 0, bytes }: PackedImage): Tagged {
  const tag = Number(Object.keys(typedArrays).findLast(key => typedArrays[Number(key)]!.join() === `${dtype},true`));
  const values = compression === 'none' ? bytes : new Tagged(compressed, [compression, elementBytes, bytes]);
  return new Tagged(rowMajor, [shape, new Tagged(tag, values)]);
}

function wrong(why: string): DaisyError {
  return new DaisyError('Data', { message: `A message cannot be read: ${why}.` });
}
