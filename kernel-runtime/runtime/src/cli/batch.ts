import { randomUUID } from 'node:crypto';
import { closePool } from '@daisy-lab/compute';
import {
  DaisyError,
  type AnyAlgorithm,
  type BatchRecord,
  type BatchRow,
  type BatchWrite,
  type Ports,
} from '@daisy-lab/core';
import { Engine } from '../engine/local-engine.js';
import { Batch, type ItemRun } from '../jobs/batch/batch.js';
import { saveBatchTable } from '../jobs/batch/batch-table.js';
import { existingFiles } from '../jobs/batch/existing-files.js';
import { planBatch } from '../jobs/batch/plan-batch.js';
import { FileRun, type FileRunRequest } from '../jobs/file-run.js';
import { findAlgorithm } from '../jobs/find-algorithm.js';
import { inWords, numbersOf } from '../jobs/value-words.js';
import { checkWritable } from '../io/partial-file.js';
import { readFlags, takeFlag } from './flags.js';
import { ProgressLine } from './progress-line.js';

/** `daisy batch <id> FILE ... --out PATTERN`: 0 when all files are done, 1 when one has failed. */
export async function batch([id, ...args]: readonly string[]): Promise<number> {
  if (id === undefined || id.startsWith('--')) {
    throw new DaisyError('Input', { message: 'daisy batch needs an id.', action: 'See daisy list.' });
  }
  const algorithm = findAlgorithm(id);
  const { files, input, write, table, flags } = orderOf(algorithm, args);
  const cwd = process.cwd();
  const items = planBatch({ algorithm, input, files, write, folder: cwd });
  const refused = items.find(({ problem }) => problem !== undefined);
  if (refused) throw refused.problem!;
  if (table !== undefined) checkWritable(table, true);
  const engine = Engine.local();
  const { quiet, json, params } = flags;
  const line = new ProgressLine(quiet);
  const work = new Batch({
    ...{ batch: randomUUID(), input, items, journal: null },
    start: ({ file, writes }) => {
      const inputs = { ...flags.inputs, [input]: file };
      const overwrite = write !== undefined && write.existing !== 'refuse';
      return startItem(engine, { algorithm, inputs, params, outputs: writes, overwrite, cwd }, line);
    },
  });
  const cancel = (): void => void work.cancel();
  process.once('SIGINT', cancel);
  process.once('SIGTERM', cancel);
  await work.finished;
  line.end();
  process.off('SIGINT', cancel);
  process.off('SIGTERM', cancel);
  await closePool();
  const record = work.record();
  if (table !== undefined) saveBatchTable(table, record);
  if (json) process.stdout.write(`${JSON.stringify(record)}\n`);
  else if (!quiet) for (const row of record.rows) process.stdout.write(`${lineOf(row)}\n`);
  if (quiet && !json)
    for (const row of record.rows) if (row.state === 'failed') process.stderr.write(`${lineOf(row)}\n`);
  if (record.state === 'cancelled') throw DaisyError.cancelled('The batch');
  return record.rows.some(({ state }) => state === 'failed') ? 1 : 0;
}

interface Order {
  readonly files: readonly string[];
  readonly input: string;
  readonly write: BatchWrite | undefined;
  readonly table: string | undefined;
  readonly flags: ReturnType<typeof readFlags>;
}

/** Files stand before the flags, as a pattern of the shell gives them. */
function orderOf(algorithm: AnyAlgorithm, args: readonly string[]): Order {
  const end = args.findIndex(word => word.startsWith('--'));
  const files = end < 0 ? args : args.slice(0, end);
  const out = takeFlag(end < 0 ? [] : args.slice(end), 'out');
  const existing = takeFlag(out.words, 'existing');
  const input = takeFlag(existing.words, 'input');
  const table = takeFlag(input.words, 'table');
  if (files.length === 0) {
    throw new DaisyError('Input', { message: 'daisy batch needs files.', action: 'Name them before the flags.' });
  }
  if (out.value === undefined && table.value === undefined) {
    throw new DaisyError('Input', {
      message: 'Nothing was named for the results.',
      action: "Add --out 'results/{name}-{output}.h5', or --table FILE.csv for numbers alone.",
    });
  }
  const write =
    out.value === undefined ? undefined : { pattern: out.value, existing: existingFiles(existing.value ?? 'refuse') };
  return {
    ...{ files, write, table: table.value },
    input: input.value ?? fileInput(algorithm),
    flags: readFlags(algorithm, table.words),
  };
}

/** The first input that takes a file. */
function fileInput({ id, inputs }: AnyAlgorithm): string {
  const found = Object.entries(inputs as Ports).find(([, { type }]) => type.kind === 'file' || type.kind === 'dataset');
  if (found) return found[0];
  throw new DaisyError('Input', { message: `${id} has no input that takes a file.` });
}

function startItem(engine: Engine, request: FileRunRequest, line: ProgressLine): ItemRun {
  let outputs: Readonly<Record<string, unknown>> = {};
  const run = new FileRun(engine, {
    ...request,
    // one file after the other: what comes of one is not held while the next is computed
    onOutputs: given => (outputs = { ...inWords(given), ...numbersOf(given) }),
  });
  run.onChange(record => line.show(record));
  const row = (): Omit<BatchRow, 'file'> => {
    const { state, progress, elapsedMs, outputs: written, error } = run.record();
    const words = Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, String(value)]));
    const known = { state, run: run.id, progress, milliseconds: elapsedMs, outputs: words, written };
    return { ...known, numbers: numbersOf(outputs), ...(error ? { error } : {}) };
  };
  return { finished: run.finished, row, cancel: () => run.cancel() };
}

function lineOf({ file, state, milliseconds, written = {}, error }: BatchRecord['rows'][number]): string {
  const what = error ? [error.message, error.action] : [...new Set(Object.values(written))];
  return [file, state, `${(milliseconds / 1000).toFixed(1)} s`, ...what].filter(Boolean).join('  ');
}
