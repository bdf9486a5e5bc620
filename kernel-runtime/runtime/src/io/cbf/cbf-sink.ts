import { createHash } from 'node:crypto';
import { DaisyError, dtypeOf, type TypedArray } from '@daisy-lab/core';
import type { DataSink } from '../data-source.js';
import { createTable, type Column } from '../table/columns-of-table.js';
import { encodeByteOffset } from './byte-offset.js';
import { marker } from './cbf-source.js';

/**
 * Starts a CBF file; it is written when its image has come. Arrays of one axis have no place in it.
 * @throws DaisyError `File` when the file exists (unless `overwrite`), `Input` for more than one image.
 */
export function createCbf(name: string, options: { readonly overwrite: boolean }): DataSink {
  const { writeTexts: _, ...sink } = createTable(name, options, {
    name: 'CBF',
    mostAxes: 2,
    encode: ({ all }) => {
      const [image, second] = all.filter(({ shape }) => shape.length === 2);
      if (image && !second) return cbfBytes(image);
      throw new DaisyError('Input', {
        message: image ? 'CBF holds one image.' : 'There is no image to write.',
        action: 'Select one image.',
      });
    },
  });
  return sink;
}

function cbfBytes({ values, shape }: Column): Uint8Array {
  const data = values as TypedArray;
  const dtype = dtypeOf(data);
  if (!/^u?int(8|16|32)$/.test(dtype) || dtype === 'uint32') {
    throw new DaisyError('Input', {
      message: `CBF holds integers of 32 bits, not ${dtype}.`,
      action: 'Write to a file that ends in .tif.',
    });
  }
  const body = encodeByteOffset(data as Int32Array);
  const lines = [
    '###CBF: VERSION 1.5',
    '',
    'data_image',
    '',
    '_array_data.data',
    ';',
    '--CIF-BINARY-FORMAT-SECTION--',
    'Content-Type: application/octet-stream;',
    '     conversions="x-CBF_BYTE_OFFSET"',
    'Content-Transfer-Encoding: BINARY',
    `X-Binary-Size: ${body.length}`,
    'X-Binary-ID: 1',
    'X-Binary-Element-Type: "signed 32-bit integer"',
    'X-Binary-Element-Byte-Order: LITTLE_ENDIAN',
    `Content-MD5: ${createHash('md5').update(body).digest('base64')}`,
    `X-Binary-Number-of-Elements: ${data.length}`,
    `X-Binary-Size-Fastest-Dimension: ${shape[1]}`,
    `X-Binary-Size-Second-Dimension: ${shape[0]}`,
    'X-Binary-Size-Padding: 0',
    '',
    '',
  ];
  return Buffer.concat([
    Buffer.from(lines.join('\r\n')),
    marker,
    body,
    Buffer.from('\r\n--CIF-BINARY-FORMAT-SECTION----\r\n;\r\n\r\n'),
  ]);
}
