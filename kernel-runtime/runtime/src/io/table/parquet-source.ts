import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { decompress } from 'fzstd';
import { gunzipSync } from 'node:zlib';
import type { DataSource } from '../data-source.js';
import { FileBytes } from '../bytes/file-bytes.js';
import { damaged, mostWholeBytes, parsingAsync } from '../bytes/problems.js';
import { entrySource } from '../entries/entry-source.js';
import { mixedEntry } from './arrow-source.js';

/**
 * Opens a Parquet table (hyparquet; uncompressed, Snappy, gzip and Zstandard pages): a dataset for each column, held in memory.
 * @throws DaisyError `File` when it is missing, damaged or compressed in another way.
 */
export async function openParquet(name: string): Promise<DataSource> {
  const file = new FileBytes(name);
  try {
    const bytes = file.readAll();
    return await parsingAsync(file.path, 'Parquet', async () => {
      const buffer = bytes.buffer as ArrayBuffer;
      const metadata = parquetMetadata(buffer);
      const columns = metadata.schema
        .filter(({ num_children }) => num_children === undefined)
        .map(({ name: column }) => column);
      const values = Number(metadata.num_rows) * columns.length;
      const unpacked = metadata.row_groups.reduce((sum, { total_byte_size }) => sum + Number(total_byte_size), 0);
      if (!(values >= 0 && unpacked <= mostWholeBytes && values * 8 <= mostWholeBytes)) {
        throw damaged(file.path, `it claims ${values} values in ${unpacked} bytes`);
      }
      const rows = await parquetReadObjects({ file: buffer, metadata, compressors });
      return entrySource({
        path: file.path,
        format: 'Parquet',
        entries: columns.map(column =>
          mixedEntry(
            `/${column.replaceAll('/', '|')}`,
            rows.map(row => row[column] as unknown),
          ),
        ),
        attributes: Object.fromEntries((metadata.key_value_metadata ?? []).map(({ key, value }) => [key, value ?? ''])),
      });
    });
  } finally {
    file.close();
  }
}

const compressors = {
  GZIP: (input: Uint8Array, length: number): Uint8Array => gunzipSync(input, { maxOutputLength: length + 64 }),
  ZSTD: (input: Uint8Array, length: number): Uint8Array => decompress(input, new Uint8Array(length)),
};
