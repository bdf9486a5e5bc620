/** Tags of TIFF that are read or written (TIFF 6.0, Adobe 1992; BigTIFF, Aware Systems). */
export const tag = {
  width: 256,
  height: 257,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  fillOrder: 266,
  description: 270,
  stripOffsets: 273,
  samplesPerPixel: 277,
  rowsPerStrip: 278,
  stripByteCounts: 279,
  planar: 284,
  software: 305,
  dateTime: 306,
  predictor: 317,
  tileWidth: 322,
  tileHeight: 323,
  tileOffsets: 324,
  tileByteCounts: 325,
  sampleFormat: 339,
} as const;

/** Bytes of one value of each field type. */
export const fieldBytes: Readonly<Record<number, number>> = {
  1: 1,
  2: 1,
  3: 2,
  4: 4,
  5: 8,
  6: 1,
  7: 1,
  8: 2,
  9: 4,
  10: 8,
  11: 4,
  12: 8,
  13: 4,
  16: 8,
  17: 8,
  18: 8,
};

export type Compression = 'none' | 'lzw' | 'deflate' | 'packbits' | 'zstd';

export const compressions: Readonly<Record<number, Compression>> = {
  1: 'none',
  5: 'lzw',
  8: 'deflate',
  32946: 'deflate',
  32773: 'packbits',
  50000: 'zstd',
};

/** Names of the compressions that cannot be read, for the error. */
export const otherCompressions: Readonly<Record<number, string>> = {
  2: 'CCITT',
  3: 'CCITT Group 3',
  4: 'CCITT Group 4',
  6: 'JPEG (old)',
  7: 'JPEG',
  33003: 'JPEG 2000',
  34712: 'JPEG 2000',
  34887: 'LERC',
  34925: 'LZMA',
  50001: 'WebP',
};
