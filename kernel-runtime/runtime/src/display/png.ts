import { crc32, deflateSync } from 'node:zlib';

/** Colour type of the PNG format by bytes per pixel: grey, or red, green, blue and opacity. */
const colourTypes = { 1: 0, 4: 6 } as const;

/** A PNG, 8 bits per channel, from pixels [y][x][channel]: grey, or RGBA. */
export function encodePng(pixels: Uint8Array, width: number, height: number, channels: 1 | 4 = 1): Buffer {
  const stride = width * channels;
  const lines = Buffer.alloc(height * (stride + 1)); // each line begins with filter type 0
  for (let y = 0; y < height; y++) lines.set(pixels.subarray(y * stride, (y + 1) * stride), y * (stride + 1) + 1);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, colourTypes[channels], 0, 0, 0], 8); // depth 8, colours, deflate, no filter method, not interlaced
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(lines)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'ascii'), data]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body) >>> 0);
  return Buffer.concat([size, body, check]);
}
