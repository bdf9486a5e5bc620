import { closePool } from '@daisy-lab/compute';
import { DaisyError, type AnyAlgorithm, type Ports, type RunRecord } from '@daisy-lab/core';
import { valuesOf } from '../documents/document-values.js';
import { Engine } from '../engine/local-engine.js';
import { openScan } from '../io/scan/open-scan.js';
import { FileRun, type FileRunRequest } from '../jobs/file-run.js';
import { findAlgorithm } from '../jobs/find-algorithm.js';
import { changedSince, resumeRequest } from '../jobs/resume-run.js';
import { repeatOf } from '../provenance/repeat.js';
import { RunHistory } from '../store/journal/run-history.js';
import { helpText } from './describe.js';
import { readFlags } from './flags.js';
import { ProgressLine } from './progress-line.js';

/** `daisy run <id> ...` */
export async function run([id, ...args]: readonly string[]): Promise<number> {
  if (id === undefined) throw new DaisyError('Input', { message: 'daisy run needs an id.', action: 'See daisy list.' });
  if (id === '--resume' || id.startsWith('--resume=')) return resume(id.includes('=') ? [id.slice(9), ...args] : args);
  if (id === '--from' || id.startsWith('--from=')) return repeat(id.includes('=') ? [id.slice(7), ...args] : args);
  const algorithm = findAlgorithm(id);
  if (args.includes('--help')) {
    process.stdout.write(helpText(algorithm));
    return 0;
  }
  const { quiet, json, ...flags } = readFlags(algorithm, args);
  if (Object.keys(flags.outputs).length === 0) {
    throw new DaisyError('Input', { message: 'No file was named for the result.', action: 'Add --out FILE.' });
  }
  const brought = valuesOf(algorithm);
  const said = quiet
    ? []
    : [...brought.warnings, ...(await scanWarnings(algorithm, { ...brought.inputs, ...flags.inputs }))];
  for (const warning of said) process.stderr.write(`${warning}\n`);
  return runToEnd({ algorithm, ...flags, cwd: process.cwd() }, { quiet, json });
}

/** What is to be known of the scans among the inputs; those that cannot be opened are refused by the run itself. */
async function scanWarnings(
  algorithm: AnyAlgorithm,
  inputs: Readonly<Record<string, unknown>>,
): Promise<readonly string[]> {
  const scans = Object.entries(algorithm.inputs as Ports).flatMap(([name, { type }]) =>
    type.kind === 'dataset' && type.dataset === 'ct.scan' && typeof inputs[name] === 'string' ? [inputs[name]] : [],
  );
  const opened = await Promise.all(scans.map(path => openScan(path).catch(() => null)));
  return opened.flatMap(scan => scan?.description.warnings ?? []);
}

/** `daisy run --from <result file> --out FILE [--<parameter> VALUE ...]` */
async function repeat([file, ...args]: readonly string[]): Promise<number> {
  if (!file) throw new DaisyError('Input', { message: 'daisy run --from needs the file of a result.' });
  const again = await repeatOf(file);
  const { quiet, json, ...flags } = readFlags(again.algorithm, args);
  for (const warning of quiet ? [] : again.warnings) process.stderr.write(`${warning}\n`);
  if (Object.keys(flags.outputs).length === 0) {
    throw new DaisyError('Input', { message: 'No file was named for the result.', action: 'Add --out FILE.' });
  }
  const inputs = { ...again.inputs, ...flags.inputs };
  const params = { ...again.params, ...flags.params };
  const { algorithm, use } = again;
  return runToEnd({ algorithm, ...flags, inputs, params, use, cwd: process.cwd() }, { quiet, json });
}

/** `daisy run --resume <run> [--quiet] [--json]` */
async function resume([id, ...switches]: readonly string[]): Promise<number> {
  if (!id) throw new DaisyError('Input', { message: 'daisy run --resume needs a run.', action: 'See daisy runs.' });
  const stopped = new RunHistory().find(id);
  const quiet = switches.includes('--quiet');
  const changed = changedSince(stopped);
  if (changed !== null && !quiet) process.stderr.write(`${changed}\n`);
  return runToEnd(resumeRequest(stopped), { quiet, json: switches.includes('--json') });
}

async function runToEnd(request: FileRunRequest, { quiet, json }: { quiet: boolean; json: boolean }): Promise<number> {
  // before the run: once its journal is there a signal has to end it, not this process
  const cancel = (): void => started.cancel();
  process.once('SIGINT', cancel);
  process.once('SIGTERM', cancel);
  const started = new FileRun(Engine.local(), request);
  const line = new ProgressLine(quiet);
  started.onChange(record => line.show(record));
  const record = await started.finished;
  line.end();
  process.off('SIGINT', cancel);
  process.off('SIGTERM', cancel);
  await closePool();
  report(record, { quiet, json });
  return 0;
}

function report(record: RunRecord, { quiet, json }: { quiet: boolean; json: boolean }): void {
  if (json) process.stdout.write(`${JSON.stringify(record)}\n`);
  if (record.error) throw DaisyError.fromRecord(record.error);
  if (json || quiet) return;
  const seconds = (record.elapsedMs / 1000).toFixed(1);
  for (const [name, file] of Object.entries(record.outputs))
    process.stdout.write(`${name} -> ${file} (${seconds} s)\n`);
}
