/** Columns as text with commas between them (RFC 4180). */
export function csvText(names: readonly string[], columns: readonly (readonly number[])[]): string {
  const rows = columns[0]?.map((_, row) => columns.map(column => String(column[row] ?? '')).join(',')) ?? [];
  return [names.map(quoted).join(','), ...rows, ''].join('\r\n');
}

const quoted = (name: string): string => (/[",\r\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name);
