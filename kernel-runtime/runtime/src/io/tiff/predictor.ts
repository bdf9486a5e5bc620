import { typedArray, type Dtype } from '@daisy-lab/core';

/** Rows of a tile: `rowItems` values each, `samples` of them to a pixel. */
export interface TileRows {
  readonly dtype: Dtype;
  readonly rowItems: number;
  readonly samples: number;
}

/** Undoes a predictor on a decoded tile whose items have the byte order of this machine (2) or of the file (3), in place. */
export function undoPredictor(predictor: number, tile: Uint8Array, rows: TileRows): void {
  if (predictor === 2) sumRows(tile, rows);
  else if (predictor === 3) joinBytes(tile, rows);
}

/** Applies predictor 2 or 3 before compression, in place. */
export function applyPredictor(predictor: number, tile: Uint8Array, rows: TileRows): void {
  if (predictor === 2) differRows(tile, rows);
  else if (predictor === 3) splitBytes(tile, rows);
}

type Wrapping = Uint8Array | Uint16Array | Uint32Array | BigUint64Array;

/** Values as unsigned integers of their width: sums and differences wrap as the format says. */
function integersOf(tile: Uint8Array, dtype: Dtype): Wrapping {
  const width = typedArray(dtype, 0).BYTES_PER_ELEMENT;
  const { buffer, byteOffset } = tile;
  const length = Math.floor(tile.length / width);
  if (width === 1) return tile;
  if (width === 2) return new Uint16Array(buffer, byteOffset, length);
  return width === 4 ? new Uint32Array(buffer, byteOffset, length) : new BigUint64Array(buffer, byteOffset, length);
}

function sumRows(tile: Uint8Array, { dtype, rowItems, samples }: TileRows): void {
  const values = integersOf(tile, dtype);
  if (values instanceof BigUint64Array) {
    for (let at = 0; at < values.length; at++) {
      if (at % rowItems >= samples) values[at] = values[at]! + values[at - samples]!;
    }
    return;
  }
  for (let row = 0; row < values.length; row += rowItems) {
    const stop = Math.min(values.length, row + rowItems);
    for (let at = row + samples; at < stop; at++) values[at] = values[at]! + values[at - samples]!;
  }
}

function differRows(tile: Uint8Array, { dtype, rowItems, samples }: TileRows): void {
  const values = integersOf(tile, dtype);
  if (values instanceof BigUint64Array) {
    for (let at = values.length - 1; at >= 0; at--) {
      if (at % rowItems >= samples) values[at] = values[at]! - values[at - samples]!;
    }
    return;
  }
  for (let row = 0; row < values.length; row += rowItems) {
    const stop = Math.min(values.length, row + rowItems);
    for (let at = stop - 1; at >= row + samples; at--) values[at] = values[at]! - values[at - samples]!;
  }
}

/** Floating-point predictor: bytes of a row sorted by significance, highest first, then differences of bytes (TIFF Technical Note 3). */
function joinBytes(tile: Uint8Array, { dtype, rowItems, samples }: TileRows): void {
  const width = typedArray(dtype, 0).BYTES_PER_ELEMENT;
  const rowBytes = rowItems * width;
  const row = new Uint8Array(rowBytes);
  for (let start = 0; start + rowBytes <= tile.length; start += rowBytes) {
    for (let at = start + samples; at < start + rowBytes; at++) tile[at] = tile[at]! + tile[at - samples]!;
    row.set(tile.subarray(start, start + rowBytes));
    for (let item = 0; item < rowItems; item++) {
      // the lowest byte comes first on this machine
      for (let byte = 0; byte < width; byte++)
        tile[start + item * width + byte] = row[(width - 1 - byte) * rowItems + item]!;
    }
  }
}

function splitBytes(tile: Uint8Array, { dtype, rowItems, samples }: TileRows): void {
  const width = typedArray(dtype, 0).BYTES_PER_ELEMENT;
  const rowBytes = rowItems * width;
  const row = new Uint8Array(rowBytes);
  for (let start = 0; start + rowBytes <= tile.length; start += rowBytes) {
    row.set(tile.subarray(start, start + rowBytes));
    for (let item = 0; item < rowItems; item++) {
      for (let byte = 0; byte < width; byte++)
        tile[start + (width - 1 - byte) * rowItems + item] = row[item * width + byte]!;
    }
    for (let at = start + rowBytes - 1; at >= start + samples; at--) tile[at] = tile[at]! - tile[at - samples]!;
  }
}
