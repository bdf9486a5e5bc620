import { encodeBytes, filterId } from '@daisy-lab/compute';
import { itemSize, type NdArray } from '@daisy-lab/core';
import type { CborValue } from '../cbor/cbor-value.js';
import { taggedArray } from '../cbor/typed-arrays.js';
import { writeCbor } from '../cbor/write-cbor.js';
import { bitshuffle, plainImage, type PackedImage } from '../stream/packed-image.js';
import type { SeriesFacts } from './detector-output.js';

export type StreamCodec = 'none' | 'bslz4' | 'lz4';

/** The messages of a series in one protocol, each of one or more parts. */
export interface StreamMessages {
  begin(series: number, facts: SeriesFacts): readonly Uint8Array[];
  pack(image: NdArray): PackedImage;
  frame(series: number, number: number, image: PackedImage): readonly Uint8Array[];
  end(series: number): readonly Uint8Array[];
}

/** Stream V2: one CBOR map for each message. */
export function simplon2Messages(codec: StreamCodec): StreamMessages {
  const message = (fields: Readonly<Record<string, CborValue>>): readonly Uint8Array[] => [
    writeCbor(new Map(Object.entries(fields))),
  ];
  const named = (series: number) => ({ series_id: series, series_unique_id: `simulated-${series}` });
  return {
    pack: image => packed(image, codec),
    begin: (series, { frames, image }) => {
      const [rows = 0, columns = 0] = image.shape;
      const size = { image_size_x: columns, image_size_y: rows, number_of_images: frames };
      return message({ type: 'start', channels: ['threshold_1'], ...size, ...named(series) });
    },
    frame: (series, number, image) =>
      message({
        ...{ type: 'image', ...named(series), image_id: number, real_time: [1, 1000] },
        data: new Map([['threshold_1', taggedArray(image)]]),
      }),
    end: series => message({ type: 'end', ...named(series) }),
  };
}

/** Stream V1: parts of JSON and of bytes, shapes with the fast axis first. */
export function simplon1Messages(codec: StreamCodec): StreamMessages {
  return {
    // LZ4 alone is a bare block in this protocol
    pack: image => (codec === 'lz4' ? withoutFrame(packed(image, codec)) : packed(image, codec)),
    begin: (series, { frames }) => [
      json({ htype: 'dheader-1.0', series, header_detail: 'basic' }),
      json({ nimages: frames, ntrigger: 1 }),
    ],
    frame: (series, number, { shape, dtype, compression, elementBytes = 0, bytes }) => {
      const encoding = { none: '<', bslz4: `bs${8 * elementBytes}-lz4<`, lz4: 'lz4<', 'lz4-block': 'lz4<' }[
        compression
      ];
      return [
        json({ htype: 'dimage-1.0', series, frame: number }),
        json({ htype: 'dimage_d-1.0', shape: [...shape].reverse(), type: dtype, encoding, size: bytes.length }),
        bytes,
        json({ htype: 'dconfig-1.0', start_time: number * 1_000_000, stop_time: (number + 1) * 1_000_000 }),
      ];
    },
    end: series => [json({ htype: 'dseries_end-1.0', series })],
  };
}

/** A header of JSON and the bytes of an image. */
export function jsonMessages(codec: StreamCodec): StreamMessages {
  return {
    pack: image => packed(image, codec),
    begin: (series, { frames }) => [json({ htype: 'header', series, frames })],
    frame: (series, number, { shape, dtype, compression, bytes }) => [
      json({ htype: 'image', series, frame: number, shape, type: dtype, compression }),
      bytes,
    ],
    end: series => [json({ htype: 'series_end', series })],
  };
}

const json = (fields: object): Uint8Array => new TextEncoder().encode(JSON.stringify(fields));

function packed(image: NdArray, codec: StreamCodec): PackedImage {
  const plain = plainImage(image);
  if (codec === 'none') return plain;
  const elementBytes = codec === 'bslz4' ? itemSize(image.dtype) : 0;
  const filter = codec === 'bslz4' ? bitshuffle(elementBytes) : { id: filterId.lz4, values: [2 ** 30] };
  return { ...plain, compression: codec, elementBytes, bytes: encodeBytes(plain.bytes, [filter]) };
}

/** One block without the header of HDF5; what LZ4 has not made smaller goes without compression. */
function withoutFrame(image: PackedImage): PackedImage {
  const plainBytes = Number(new DataView(image.bytes.buffer, image.bytes.byteOffset).getBigUint64(0));
  const block = image.bytes.subarray(16);
  return block.length === plainBytes
    ? { ...image, compression: 'none', bytes: block }
    : { ...image, compression: 'lz4-block', bytes: block };
}
