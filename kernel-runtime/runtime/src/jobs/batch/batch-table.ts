import { basename, dirname, extname, join } from 'node:path';
import type { BatchRecord, BatchRow } from '@daisy-lab/core';
import { csvLine } from '../../io/text/split-csv.js';
import { startFile } from '../../io/partial-file.js';

/** The table of a batch as CSV: file, state, time, every output, the files that were written, and why one failed. */
export function batchTable({ rows }: BatchRecord): string {
  const outputs = namesIn(rows, row => row.outputs);
  const written = namesIn(rows, row => row.written);
  const heads = ['file', 'state', 'seconds', ...outputs, ...written.map(name => `file of ${name}`), 'error'];
  const lines = rows.map(row => [
    ...[row.file, row.state, (row.milliseconds / 1000).toFixed(3)],
    ...outputs.map(name => row.numbers?.[name] ?? row.outputs[name] ?? ''),
    ...written.map(name => row.written?.[name] ?? ''),
    [row.error?.message, row.error?.action].filter(part => part !== undefined).join(' '),
  ]);
  return [heads, ...lines].map(line => `${csvLine(line)}\n`).join('');
}

/** Writes the table; one that is there already is replaced. Returns the path. */
export function saveBatchTable(path: string, record: BatchRecord): string {
  const file = startFile(path, true);
  try {
    file.write(new TextEncoder().encode(batchTable(record)));
    file.finish();
    return file.path;
  } catch (thrown) {
    file.remove();
    throw thrown;
  }
}

/** Where the table of a batch goes when nobody says so: beside what it has written, else beside the document; a name of its own. */
export function tablePath(document: string, startedMs: number, { rows }: BatchRecord): string {
  const [first] = rows.flatMap(({ written = {} }) => Object.values(written));
  const time = new Date(startedMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
  const name = `${basename(document, extname(document))}-batch-${time}.csv`;
  return join(dirname(first ?? document), name);
}

function namesIn(
  rows: readonly BatchRow[],
  of: (row: BatchRow) => Readonly<Record<string, unknown>> | undefined,
): string[] {
  return [...new Set(rows.flatMap(row => Object.keys(of(row) ?? {})))];
}
