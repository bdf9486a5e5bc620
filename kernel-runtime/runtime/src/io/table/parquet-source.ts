import { parquetMetadata, parquetReadObjects, parquetSchema, type FileMetaData, type SchemaElement } from 'hyparquet';
import { decompress } from 'fzstd';
import { gunzipSync } from 'node:zlib';
import type { DataSource } from '../data-source.js';
import { FileBytes } from '../bytes/file-bytes.js';
import { damaged, mostWholeBytes, parsingAsync } from '../bytes/problems.js';
import { typedArray, type Dtype } from '@daisy-lab/core';
import { entrySource, type Entry } from '../entries/entry-source.js';
import { memoryEntry } from '../entries/stored-entry.js';
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
      const columns = parquetSchema(metadata)
        .children.filter(({ children }) => children.length === 0)
        .map(({ element }) => element);
      const values = Number(metadata.num_rows) * columns.length;
      const unpacked = metadata.row_groups.reduce((sum, { total_byte_size }) => sum + Number(total_byte_size), 0);
      if (!(values >= 0 && unpacked <= mostWholeBytes && values * 8 <= mostWholeBytes)) {
        throw damaged(file.path, `it claims ${values} values in ${unpacked} bytes`);
      }
      const entries: Entry[] = [];
      for (const column of columns) {
        const values = await columnValues(buffer, metadata, column.name);
        entries.push(columnEntry(`/${column.name.replaceAll('/', '|')}`, values, column));
      }
      return entrySource({
        path: file.path,
        format: 'Parquet',
        entries,
        attributes: Object.fromEntries((metadata.key_value_metadata ?? []).map(({ key, value }) => [key, value ?? ''])),
      });
    });
  } finally {
    file.close();
  }
}

/** One column of one group of rows at a time: where several fail at once, the library leaves errors that nobody hears of. */
async function columnValues(file: ArrayBuffer, metadata: FileMetaData, name: string): Promise<readonly unknown[]> {
  const values: unknown[] = [];
  let rowStart = 0;
  for (const { num_rows: rows } of metadata.row_groups) {
    const rowEnd = rowStart + Number(rows);
    const read = await parquetReadObjects({ file, metadata, compressors, columns: [name], rowStart, rowEnd });
    for (const row of read) values.push(row[name]);
    rowStart = rowEnd;
  }
  return values;
}

/** Numbers without gaps keep their type. */
function columnEntry(path: string, values: readonly unknown[], { type, converted_type: meant }: SchemaElement): Entry {
  const dtype = dtypes[meant ?? ''] ?? dtypes[type ?? ''];
  const whole = dtype?.endsWith('64') && dtype !== 'float64' ? 'bigint' : 'number';
  if (!dtype || values.some(value => typeof value !== whole)) return mixedEntry(path, values);
  const data = typedArray(dtype, values.length);
  data.set(values as never);
  return memoryEntry(path, data);
}

const dtypes: Readonly<Record<string, Dtype>> = {
  ...{ INT_8: 'int8', INT_16: 'int16', INT_32: 'int32', INT_64: 'int64' },
  ...{ UINT_8: 'uint8', UINT_16: 'uint16', UINT_32: 'uint32', UINT_64: 'uint64' },
  ...{ INT32: 'int32', INT64: 'int64', FLOAT: 'float32', DOUBLE: 'float64' },
};

const compressors = {
  GZIP: (input: Uint8Array, length: number): Uint8Array => gunzipSync(input, { maxOutputLength: length + 64 }),
  ZSTD: (input: Uint8Array, length: number): Uint8Array => decompress(input, new Uint8Array(length)),
};
