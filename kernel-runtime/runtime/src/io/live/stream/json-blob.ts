import { dtypes } from '@daisy-lab/core';
import { attributesOf, jsonFields, wholeNumber, wrong, type Fields } from './message-fields.js';
import { unpackImage, type PackedImage } from './packed-image.js';
import type { StreamMessage } from './stream-message.js';

const compressions = ['none', 'bslz4', 'lz4'] as const;

/**
 * A header of JSON and the bytes of an image: `htype` is `header`, `image` or `series_end`; images have `frame`, `shape` (rows first),
 * `type` and `compression` (none, bslz4 or lz4 in the framing of HDF5). The order of bytes is that of little endian machines.
 */
export function decodeJsonBlob(parts: readonly Uint8Array[]): StreamMessage {
  const head = jsonFields(parts[0]);
  const series = String(head['series'] ?? '1').slice(0, 200);
  const attributes = attributesOf(Object.entries(head), ['htype', 'shape', 'type', 'compression']);
  switch (head['htype']) {
    case 'header': {
      const frames = head['frames'] === undefined ? null : wholeNumber(head['frames'], 'frames');
      return { kind: 'begin', series, frames, attributes };
    }
    case 'image': {
      const image = imageOf(head, parts[1]);
      const number = wholeNumber(head['frame'], 'frame');
      return { kind: 'frame', frame: { series, number, attributes, unpack: () => ({ image: unpackImage(image) }) } };
    }
    case 'series_end':
      return { kind: 'end', series };
    default:
      throw wrong(`its "htype" is ${String(head['htype']).slice(0, 40)}`);
  }
}

function imageOf({ shape, type, compression = 'none' }: Fields, bytes: Uint8Array | undefined): PackedImage {
  const known = compressions.find(name => name === compression);
  if (!known) throw wrong(`it is compressed with ${String(compression).slice(0, 40)}`);
  if (!Array.isArray(shape) || !bytes) throw wrong('an image has no shape or no values');
  const dtype = dtypes.find(name => name === type);
  if (!dtype) throw wrong(`its pixels are ${String(type).slice(0, 40)}`);
  return { shape: shape.map(Number), dtype, littleEndian: true, compression: known, bytes };
}
