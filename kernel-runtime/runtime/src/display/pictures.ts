import { types } from 'node:util';
import { DaisyError } from '@daisy-lab/core';
import type { MimeBundle } from './bundle.js';
import { isPlainObject, ownData } from './inspect/own-data.js';
import { encodePng } from './png.js';
import { countText } from './statistics.js';

/** Bytes of an encoded picture, or the same in base64. */
export type PictureBytes = Uint8Array | ArrayBuffer | string;

/** Pixels in red, green, blue, opacity, 8 bits each, as a canvas gives them. */
export interface RgbaImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

const signatures: Readonly<Record<string, readonly number[]>> = {
  'image/png': [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  'image/jpeg': [0xff, 0xd8, 0xff],
  'image/gif': [0x47, 0x49, 0x46, 0x38],
};

export type PictureType = 'image/png' | 'image/jpeg' | 'image/gif';

/**
 * A PNG, JPEG or GIF for the notebook.
 * @throws DaisyError `Input` when the bytes are not of that format
 */
export function pictureBundle(type: PictureType, picture: PictureBytes): MimeBundle {
  const bytes = typeof picture === 'string' ? Buffer.from(picture, 'base64') : Buffer.from(toBytes(picture));
  const format = type.slice(6).toUpperCase();
  if (!begins(bytes, type)) {
    throw new DaisyError('Input', {
      message: `These ${countText(bytes.length)} bytes are not a ${format} picture.`,
      action: `Pass the content of a ${format} file, as bytes or in base64.`,
    });
  }
  const size =
    type === 'image/png' && bytes.length > 24 ? `, ${bytes.readUInt32BE(16)} × ${bytes.readUInt32BE(20)} pixels` : '';
  return {
    [type]: bytes.toString('base64'),
    'text/plain': `${format} picture${size}, ${countText(bytes.length)} bytes`,
  };
}

/** The format of bytes that hold a picture, known by how they begin. */
export function pictureTypeOf(value: unknown): PictureType | undefined {
  if (!types.isUint8Array(value)) return undefined;
  return (Object.keys(signatures) as PictureType[]).find(type => begins(value, type));
}

/** True for `ImageData` and what has its shape. */
export function isRgbaImage(value: unknown): value is RgbaImage {
  if (!isPlainObject(value) && Object.prototype.toString.call(value) !== '[object ImageData]') return false;
  const image = value as object;
  const [width, height, data] = ['width', 'height', 'data'].map(key => ownData(image, key));
  const bytes = types.isUint8ClampedArray(data) || types.isUint8Array(data) ? data.length : -1;
  return Number(width) > 0 && Number(height) > 0 && bytes === Number(width) * Number(height) * 4;
}

export function rgbaBundle({ width, height, data }: RgbaImage): MimeBundle {
  const png = encodePng(new Uint8Array(data.buffer, data.byteOffset, data.length), width, height, 4);
  return { 'image/png': png.toString('base64'), 'text/plain': `Picture, ${width} × ${height} pixels` };
}

const toBytes = (picture: Uint8Array | ArrayBuffer): Uint8Array =>
  picture instanceof Uint8Array ? picture : new Uint8Array(picture);

const begins = (bytes: Uint8Array, type: string): boolean => signatures[type]!.every((byte, at) => bytes[at] === byte);
