/** A record with the same names and other values; undefined ones are left out. */
export function mapRecord<V, W>(
  record: Readonly<Record<string, V>>,
  map: (value: V) => W | undefined,
): Record<string, W> {
  const entries = Object.entries(record).map(([name, value]) => [name, map(value)] as const);
  return Object.fromEntries(entries.filter((entry): entry is [string, W] => entry[1] !== undefined));
}
