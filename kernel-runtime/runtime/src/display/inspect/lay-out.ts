const lineLength = 76;

/** Entries between brackets: on one line when they fit, short ones filled into lines, else one below the other. */
export function layOut(open: string, entries: readonly string[], close: string): string {
  if (entries.length === 0) return open + close;
  const length = entries.reduce((sum, entry) => sum + entry.length + 2, open.length + close.length);
  if (length <= lineLength && !entries.some(entry => entry.includes('\n'))) {
    return `${open} ${entries.join(', ')} ${close}`;
  }
  const short = entries.length > 6 && entries.every(entry => entry.length <= 16 || entry.startsWith('... '));
  const lines = short ? filled(entries) : entries;
  return `${open}\n${lines.map(line => `  ${line.replaceAll('\n', '\n  ')}`).join(',\n')}\n${close}`;
}

function filled(entries: readonly string[]): string[] {
  const lines: string[] = [];
  for (const entry of entries) {
    const last = lines.at(-1);
    if (last === undefined || last.length + entry.length + 2 > lineLength || entry.startsWith('... '))
      lines.push(entry);
    else lines[lines.length - 1] = `${last}, ${entry}`;
  }
  return lines;
}
