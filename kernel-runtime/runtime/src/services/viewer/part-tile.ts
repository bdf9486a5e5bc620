import { typedArray, type Dtype, type TileRequest } from '@daisy-lab/core';
import type { Box, PartSize, Pixels, ReadBox } from './frame-source.js';
import { poolTile, wholeRectangle, type Tile } from './pool-tile.js';

/** Pixels that are held at once. */
const bandBytes = 64 * 1024 * 1024;

/** Bytes that are read and decoded for a rectangle. */
export function bytesToRead({ x, y, width, height }: Box, size: PartSize): number {
  const across = Math.ceil((x + width) / size.width) - Math.floor(x / size.width);
  const down = Math.ceil((y + height) / size.height) - Math.floor(y / size.height);
  return across * down * size.bytes;
}

/** Bands of a rectangle that are held one after the other; each but the last has a multiple of `step` rows. */
export function bandsOf(box: Box, itemBytes: number, step = 1): readonly Box[] {
  const rows = Math.max(1, Math.floor(bandBytes / (box.width * itemBytes * step))) * step;
  return Array.from({ length: Math.ceil(box.height / rows) }, (_, band) => {
    const y = box.y + band * rows;
    return { ...box, y, height: Math.min(rows, box.y + box.height - y) };
  });
}

/** As `poolTile`, of pixels that are read band by band. */
export async function partTile(
  read: ReadBox,
  image: { readonly dtype: Dtype; readonly itemBytes: number; readonly width: number; readonly height: number },
  request: TileRequest,
): Promise<Tile> {
  const { box, ...place } = wholeRectangle(image.width, image.height, request);
  const dtype = place.binX === 1 && place.binY === 1 ? image.dtype : 'float32';
  const data = typedArray(dtype, place.width * place.height) as Float32Array;
  let pixels: Pixels | undefined;
  for (const band of bandsOf(box, image.itemBytes, place.binY)) {
    pixels = await read(band, pixels);
    const { width, height } = band;
    const tile = poolTile(pixels, image.dtype, width, height, { ...request, x: 0, y: 0, width, height });
    data.set(tile.data as Float32Array, ((band.y - box.y) / place.binY) * place.width);
  }
  return { ...place, dtype, data };
}
