import { dtypes } from '@daisy-lab/core';
import { attributesOf, jsonFields, wholeNumber, wrong, type Fields } from './message-fields.js';
import { unpackImage, type PackedImage, type StreamCompression } from './packed-image.js';
import type { StreamMessage } from './stream-message.js';

/**
 * Stream V1 of DECTRIS detectors: parts of JSON and of bytes. Encodings are `<`, `lz4<` (a bare block) and `bs16-lz4<`; shapes give the
 * fast axis first.
 */
export function decodeSimplon1(parts: readonly Uint8Array[]): StreamMessage {
  const head = jsonFields(parts[0]);
  const series = String(wholeNumber(head['series'], 'series'));
  const type = String(head['htype']);
  if (type.startsWith('dheader-')) return { kind: 'begin', series, ...headerOf(head, parts) };
  if (type.startsWith('dseries_end-')) return { kind: 'end', series };
  if (!type.startsWith('dimage-')) throw wrong(`its type is ${type.slice(0, 40)}`);
  const image = imageOf(jsonFields(parts[1]), parts[2]);
  return {
    kind: 'frame',
    frame: {
      series,
      number: wholeNumber(head['frame'], 'frame'),
      attributes: parts[3] ? attributesOf(Object.entries(jsonFields(parts[3])), ['htype']) : {},
      unpack: () => ({ image: unpackImage(image) }),
    },
  };
}

/** `header_detail` none has no second part. */
function headerOf(head: Fields, parts: readonly Uint8Array[]) {
  const fields = head['header_detail'] === 'none' || !parts[1] ? {} : jsonFields(parts[1]);
  const [images, triggers = 1] = [fields['nimages'], fields['ntrigger']];
  const frames = images === undefined ? null : wholeNumber(images, 'nimages') * wholeNumber(triggers, 'ntrigger');
  return { frames, attributes: attributesOf(Object.entries(fields), []) };
}

function imageOf(description: Fields, bytes: Uint8Array | undefined): PackedImage {
  const { shape, type, encoding } = description;
  if (!Array.isArray(shape) || !bytes) throw wrong('an image has no shape or no values');
  const dtype = dtypes.find(name => name === type);
  if (!dtype) throw wrong(`its pixels are ${String(type).slice(0, 40)}`);
  return {
    shape: shape.map(Number).reverse(),
    ...{ dtype, littleEndian: true, bytes },
    ...encodingOf(String(encoding)),
  };
}

function encodingOf(encoding: string): { readonly compression: StreamCompression; readonly elementBytes?: number } {
  const [, bits, lz4] = /^(?:bs(8|16|32)-)?(lz4)?<$/.exec(encoding) ?? [];
  if (bits && lz4) return { compression: 'bslz4', elementBytes: Number(bits) / 8 };
  if (lz4) return { compression: 'lz4-block' };
  if (encoding === '<') return { compression: 'none' };
  throw wrong(`its encoding is ${encoding.slice(0, 40)}`);
}
