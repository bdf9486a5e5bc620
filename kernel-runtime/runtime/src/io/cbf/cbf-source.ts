import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { DaisyError, type NdArray } from '@daisy-lab/core';
import type { DataSink, DataSource } from '../data-source.js';
import { FileBytes } from '../bytes/file-bytes.js';
import { damaged, parsing, unsupported } from '../bytes/problems.js';
import { entrySource } from '../entries/entry-source.js';
import { memoryEntry, storedAs } from '../entries/stored-entry.js';
import { startFile } from '../partial-file.js';
import { decodeByteOffset, encodeByteOffset } from './byte-offset.js';

const marker = Uint8Array.of(0x0c, 0x1a, 0x04, 0xd5);

/**
 * Opens a CBF file with one image in byte-offset compression (Pilatus, Eiger): dataset `/data` over [row, column], checked against its MD5.
 * @throws DaisyError `File` when it is missing, damaged or compressed in another way.
 */
export function openCbf(name: string): DataSource {
  const file = new FileBytes(name);
  try {
    const bytes = file.readAll();
    return parsing(file.path, 'CBF', () => sourceOf(file.path, bytes));
  } finally {
    file.close();
  }
}

function sourceOf(path: string, bytes: Uint8Array): DataSource {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(marker);
  const header = new TextDecoder('latin1').decode(bytes.subarray(0, Math.max(0, start)));
  if (!header.startsWith('###CBF:') || start < 0) throw damaged(path, 'it has no binary section of a CBF file');
  const field = (name: string): string =>
    new RegExp(`^${name}:?\\s*"?([^"\\r\\n]*)`, 'mi').exec(header)?.[1]?.trim() ?? '';
  const number = (name: string): number => Number(field(name));
  if (!/x-CBF_BYTE_OFFSET/i.test(header)) {
    throw unsupported(path, `its compression is ${/conversions="([^"]*)"/i.exec(header)?.[1] ?? 'unknown'}`);
  }
  const width = number('X-Binary-Size-Fastest-Dimension');
  const height = number('X-Binary-Size-Second-Dimension');
  const size = number('X-Binary-Size');
  const body = bytes.subarray(start + marker.length, start + marker.length + size);
  // a value takes at least a byte
  if (!(width > 0 && height > 0 && width * height <= size) || body.length !== size) {
    throw damaged(path, `${width} x ${height} pixels cannot be in ${body.length} of ${size} bytes`);
  }
  const digest = field('Content-MD5');
  if (digest && createHash('md5').update(body).digest('base64') !== digest) {
    throw damaged(path, 'its checksum does not agree with its values');
  }
  const values = decodeByteOffset(body, width * height);
  const unsigned = /unsigned 32/.test(field('X-Binary-Element-Type'));
  const data = unsigned ? new Uint32Array(values.buffer) : values;
  const entry = memoryEntry('/data', data, [height, width], attributesOf(header), ['row', 'column']);
  return entrySource({
    path,
    format: 'CBF',
    entries: [{ ...entry, info: { ...entry.info, storage: storedAs('whole', [height, width], ['byte-offset']) } }],
  });
}

/** The `# key value` lines of the minimal header of DECTRIS. */
function attributesOf(header: string): Readonly<Record<string, string>> {
  const lines = [...header.matchAll(/^# ([A-Za-z_]+)[:= ]+\s*(.*?)\s*$/gm)];
  return Object.fromEntries(lines.map(([, key, value]) => [key!, value!]));
}

/**
 * Starts a CBF file; it is written when its image has come.
 * @throws DaisyError `File` when the file exists (unless `overwrite`).
 */
export function createCbf(name: string, { overwrite }: { readonly overwrite: boolean }): DataSink {
  const file = startFile(name, overwrite);
  let image: NdArray | undefined;
  const keep = (array: NdArray): void => {
    if (array.shape.length !== 2) {
      if (array.shape.length === 1) return;
      throw new DaisyError('Input', { message: 'CBF holds one image.', action: 'Select one image.' });
    }
    image = array;
  };
  return {
    path: file.path,
    group: () => undefined,
    write: (_path, array) => keep(array),
    create: (_path, spec) => ({
      append: data => keep({ dtype: spec.dtype, shape: spec.shape, axes: spec.shape.map(String), data }),
    }),
    writeScalar: () => undefined,
    finish: () => {
      if (!image) throw new DaisyError('Input', { message: 'There is no image to write.' });
      writeFileSync(file.temporary, cbfBytes(image));
      file.finish();
    },
    abort: () => file.remove(),
  };
}

function cbfBytes({ data, shape, dtype }: NdArray): Uint8Array {
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
