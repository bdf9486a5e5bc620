import { dtypeOf, type Dtype, type TypedArray } from '@daisy-lab/core';
import { bytesOf } from '../bytes/byte-order.js';
import type { DataSink } from '../data-source.js';
import { productVersion } from '../../version.js';
import { createTable, type Column, type Columns } from './columns-of-table.js';
import { i32, i64, list, struct, text, thriftBytes, type ThriftValue } from './thrift-writer.js';

/** Physical type and, for narrow and unsigned integers and texts, what is meant by it. */
const types: Readonly<Record<Dtype | 'text', readonly [physical: number, meant?: number]>> = {
  int8: [1, 15],
  int16: [1, 16],
  int32: [1],
  uint8: [1, 11],
  uint16: [1, 12],
  uint32: [1, 13],
  int64: [2],
  uint64: [2, 14],
  float32: [4],
  float64: [5],
  text: [6, 0],
};

/**
 * Writes a Parquet table: one group of rows, plain pages without compression, no gaps.
 * @throws DaisyError `File` when the file exists (unless `overwrite`), `Input` for what is no column.
 * @see https://parquet.apache.org/docs/file-format/
 */
export function createParquet(name: string, options: { readonly overwrite: boolean }): DataSink {
  return createTable(name, options, { name: 'Parquet', mostAxes: 1, encode: parquetBytes });
}

function parquetBytes(columns: Columns): Uint8Array {
  columns.check('Parquet');
  const { rows, all } = columns;
  const parts: Uint8Array[] = [ascii('PAR1')];
  let at = 4;
  const put = (bytes: Uint8Array): void => {
    parts.push(bytes);
    at += bytes.length;
  };
  const chunks = all.map(column => {
    const begin = at;
    const values = plainValues(column.values);
    put(pageHeader(rows, values.length));
    put(values);
    return chunkOf(column, rows, begin, at - begin);
  });
  const schema = [struct({ 4: text('schema'), 5: i32(all.length) }), ...all.map(elementOf)];
  const group = struct({ 1: list('struct', chunks), 2: i64(at - 4), 3: i64(rows) });
  const footer = thriftBytes({
    ...{ 1: i32(1), 2: list('struct', schema), 3: i64(rows), 4: list('struct', [group]) },
    6: text(`Daisy version ${productVersion}`),
  });
  put(footer);
  put(new Uint8Array(Uint32Array.of(footer.length).buffer));
  put(ascii('PAR1'));
  return new Uint8Array(Buffer.concat(parts));
}

const typeOf = ({ values }: Column): readonly [number, number?] =>
  types[ArrayBuffer.isView(values) ? dtypeOf(values) : 'text'];

function elementOf(column: Column): ThriftValue {
  const [physical, meant] = typeOf(column);
  const required = i32(0);
  return struct({
    1: i32(physical),
    3: required,
    4: text(column.name),
    6: meant === undefined ? undefined : i32(meant),
  });
}

function pageHeader(rows: number, bytes: number): Uint8Array {
  const [plain, runs] = [i32(0), i32(3)];
  const page = struct({ 1: i32(rows), 2: plain, 3: runs, 4: runs });
  return thriftBytes({ 1: i32(0), 2: i32(bytes), 3: i32(bytes), 5: page });
}

function chunkOf(column: Column, rows: number, begin: number, bytes: number): ThriftValue {
  const [physical] = typeOf(column);
  const meta = struct({
    ...{ 1: i32(physical), 2: list('i32', [i32(0), i32(3)]), 3: list('text', [text(column.name)]), 4: i32(0) },
    ...{ 5: i64(rows), 6: i64(bytes), 7: i64(bytes), 9: i64(begin) },
  });
  return struct({ 2: i64(begin), 3: meta });
}

/** Numbers as they lie in memory, small integers widened to 32 bits; texts behind their lengths. */
function plainValues(values: TypedArray | readonly string[]): Uint8Array {
  if (!ArrayBuffer.isView(values)) {
    return new Uint8Array(
      Buffer.concat(
        values.flatMap(value => {
          const encoded = new TextEncoder().encode(value);
          return [new Uint8Array(Uint32Array.of(encoded.length).buffer), encoded];
        }),
      ),
    );
  }
  const [physical] = types[dtypeOf(values)];
  return physical === 1 && values.BYTES_PER_ELEMENT < 4
    ? bytesOf(Int32Array.from(values as Int16Array))
    : bytesOf(values);
}

const ascii = (word: string): Uint8Array => new TextEncoder().encode(word);
