import type { Data, DataType, Table } from 'apache-arrow';
import { isArrowTable } from '../display/table/table-data.js';

type Values = Readonly<Record<string, unknown>>;

/** The memory of an Arrow table, as threads and files take it: a table itself is an object with methods. */
export interface ArrowParts {
  readonly kind: 'arrow-parts';
  /** An Arrow stream with the schema and no rows, base64. */
  readonly schema: string;
  readonly batches: readonly DataParts[];
}

interface DataParts {
  readonly offset: number;
  readonly length: number;
  readonly nullCount: number;
  readonly buffers: Data['buffers'];
  readonly variadic: Data['variadicBuffers'];
  readonly children: readonly DataParts[];
  readonly dictionary: readonly DataParts[] | null;
}

/** Values with the parts of Arrow tables in place of the tables, in lists too; nothing is copied. */
export async function tablesToParts(values: Values): Promise<Values> {
  if (!holds(values, isArrowTable)) return values;
  const { Table: ArrowTable, tableToIPC } = await import('apache-arrow');
  const partsOf = ({ schema, batches }: Table): ArrowParts => ({
    kind: 'arrow-parts',
    schema: Buffer.from(tableToIPC(new ArrowTable(schema, []), 'stream')).toString('base64'),
    batches: batches.map(batch => takeApart(batch.data)),
  });
  return mapValues(values, value => (isArrowTable(value) ? partsOf(value as unknown as Table) : value));
}

/** Values with Arrow tables again in place of their parts, on the same memory. */
export async function partsToTables(values: Values): Promise<Values> {
  if (!holds(values, isParts)) return values;
  const arrow = await import('apache-arrow');
  const together = (type: DataType, parts: DataParts): Data => {
    const { offset, length, nullCount, buffers, variadic } = parts;
    const children = parts.children.map((child, at) =>
      together((type.children as { type: DataType }[])[at]!.type, child),
    );
    const inner = (type as { dictionary?: DataType }).dictionary;
    const dictionary = parts.dictionary?.map(entry => together(inner!, entry));
    const words = dictionary ? new arrow.Vector(dictionary) : undefined;
    return new arrow.Data(type, offset, length, nullCount, buffers as never, children, words, variadic);
  };
  const tableOf = ({ schema: text, batches }: ArrowParts): Table => {
    const { schema } = arrow.tableFromIPC(Buffer.from(text, 'base64'));
    const rows = new arrow.Struct(schema.fields);
    const made = batches.map(batch => new arrow.RecordBatch(schema, together(rows, batch) as never));
    return new arrow.Table(schema, made);
  };
  return mapValues(values, value => (isParts(value) ? tableOf(value) : value));
}

function takeApart(data: Data): DataParts {
  const { offset, length, nullCount, buffers, variadicBuffers, children, dictionary } = data;
  return {
    ...{ offset, length, nullCount, variadic: variadicBuffers },
    // Read one by one: it is an array with members of its own names, too.
    buffers: [buffers[0], buffers[1], buffers[2], buffers[3]] as unknown as Data['buffers'],
    children: children.map(takeApart),
    dictionary: dictionary ? dictionary.data.map(entry => takeApart(entry as Data)) : null,
  };
}

const isParts = (value: unknown): value is ArrowParts => (value as ArrowParts | null)?.kind === 'arrow-parts';

/** Whether a value of a record is of a kind, or an entry of a list among them. */
const holds = (values: Values | readonly unknown[], isOne: (value: unknown) => boolean): boolean =>
  Object.values(values).some(value => (Array.isArray(value) ? holds(value, isOne) : isOne(value)));

const mapValues = (values: Values, change: (value: unknown) => unknown): Values => {
  const changed = (value: unknown): unknown => (Array.isArray(value) ? value.map(changed) : change(value));
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, changed(value)]));
};
