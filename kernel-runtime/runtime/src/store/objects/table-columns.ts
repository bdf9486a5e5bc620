/** The columns of a table by name: numbers or words. */
export type Columns = Readonly<Record<string, Float64Array | readonly string[]>>;

/** The columns of a table; null for any other value. Arrow tables of the notebook's own are turned into columns. */
export function columnsOf(value: unknown): Columns | null {
  if (typeof value !== 'object' || value === null) return null;
  const arrow = value as {
    schema?: { fields: readonly { name: string }[] };
    getChildAt?(index: number): Iterable<unknown>;
  };
  if (arrow.schema && typeof arrow.getChildAt === 'function') {
    const columns = arrow.schema.fields.map(
      ({ name }, index) => [name, columnOf([...arrow.getChildAt!(index)])] as const,
    );
    return Object.fromEntries(columns);
  }
  const columns: unknown[] = Object.values(value);
  const isTable = columns.length > 0 && columns.every(column => column instanceof Float64Array || isWords(column));
  return isTable ? (value as Columns) : null;
}

const isWords = (column: unknown): boolean => Array.isArray(column) && column.every(cell => typeof cell === 'string');

const columnOf = (cells: readonly unknown[]): Float64Array | readonly string[] =>
  cells.every(cell => typeof cell === 'number' || typeof cell === 'bigint')
    ? Float64Array.from(cells, Number)
    : cells.map(String);
