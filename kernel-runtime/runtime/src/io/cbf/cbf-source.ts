import { createHash } from 'node:crypto';
import type { DataSource } from '../data-source.js';
import { FileBytes } from '../bytes/file-bytes.js';
import { damaged, parsing, unsupported } from '../bytes/problems.js';
import { entrySource } from '../entries/entry-source.js';
import { memoryEntry, storedAs } from '../entries/stored-entry.js';
import { decodeByteOffset } from './byte-offset.js';

/** What stands between the header and the values. */
export const marker: Uint8Array = Uint8Array.of(0x0c, 0x1a, 0x04, 0xd5);

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
  const lines = [...header.matchAll(/^# ([A-Za-z_]+)[:= ]+(.*)$/gm)];
  return Object.fromEntries(lines.map(([, key, value]) => [key!, value!.trim()]));
}
