import type { Samples } from '../../kit/image-view/image-source.js';

const headBytes = 8;
const entryBytes = 12;

/**
 * One image of grey values as a file of TIFF 6.0, uncompressed, in one strip, in the type of its values.
 * @param pixels [height][width]
 * @see https://www.itu.int/itudoc/itu-t/com16/tiff-fx/docs/tiff6.pdf
 */
export function tiffFile(width: number, height: number, pixels: Samples): Uint8Array {
  const entries: readonly (readonly [tag: number, type: 3 | 4, value: number])[] = [
    [256, 4, width],
    [257, 4, height],
    [258, 3, pixels.BYTES_PER_ELEMENT * 8],
    [259, 3, 1], // no compression
    [262, 3, 1], // the lowest value is black
    [273, 4, 0], // where the pixels begin, filled in below
    [277, 3, 1],
    [278, 4, height],
    [279, 4, pixels.byteLength],
    [339, 3, sampleFormat(pixels)],
  ];
  const dataAt = Math.ceil((headBytes + 2 + entries.length * entryBytes + 4) / 8) * 8;
  const file = new Uint8Array(dataAt + pixels.byteLength);
  const view = new DataView(file.buffer);
  view.setUint16(0, 0x4949, true); // little-endian, as the pixels are in memory
  view.setUint16(2, 42, true);
  view.setUint32(4, headBytes, true);
  view.setUint16(headBytes, entries.length, true);
  entries.forEach(([tag, type, value], i) => {
    const at = headBytes + 2 + i * entryBytes;
    view.setUint16(at, tag, true);
    view.setUint16(at + 2, type, true);
    view.setUint32(at + 4, 1, true);
    view.setUint32(at + 8, tag === 273 ? dataAt : value, true);
  });
  file.set(new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength), dataAt);
  return file;
}

function sampleFormat(pixels: Samples): 1 | 2 | 3 {
  if (pixels instanceof Float32Array || pixels instanceof Float64Array) return 3;
  return pixels instanceof Int8Array || pixels instanceof Int16Array || pixels instanceof Int32Array ? 2 : 1;
}
