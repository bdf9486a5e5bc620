/**
 * Language thread: it takes the questions of the main thread (compile) and of the I/O thread (complete, inspect), and hands them to the
 * compiler in a thread below it. When that thread's heap is full, a new one gets the declarations of the notebook's cells.
 */
import { parentPort, Worker, workerData, type MessagePort } from 'node:worker_threads';
import { CellJournal } from './cell-journal.js';
import type {
  CompiledCell,
  CompilerStart,
  FromCompiler,
  LanguageQuestion,
  LanguageStart,
  RefusedCell,
} from './messages.js';
import { noAnswer } from './no-answer.js';

const { port: io, ...start } = workerData as LanguageStart;
const restartSentence =
  'The language service had filled its memory and was started again; names and types of earlier cells are kept.';
const tooMuchSentence =
  'The language service ran out of memory on this cell twice: split it, simplify its types, or raise DAISY_LANGUAGE_MEMORY_MB.';

const mostStillborn = 3;
/** Node 24 would take three times as much, and gain nothing by it. */
const youngMb = 48;

interface Asked {
  readonly port: MessagePort;
  readonly question: LanguageQuestion;
  readonly tries: number;
  /** The cell may run already; its check is still to come. */
  readonly told: boolean;
}

const journal = new CellJournal();
const asked = new Map<number, Asked>();
let last = 0;
let notice: string | undefined;
/** Compilers in a row that died before they were ready. */
let stillborn = 0;
let compiler = startCompiler();

function startCompiler(): Worker {
  let ready = false;
  const worker = new Worker(new URL('./language-worker.js', import.meta.url), {
    workerData: start satisfies CompilerStart,
    resourceLimits: { maxOldGenerationSizeMb: hardLimitMb(start.memoryMb), maxYoungGenerationSizeMb: youngMb },
  });
  worker.on('message', (message: FromCompiler) => {
    ready = true;
    stillborn = 0;
    if ('packages' in message) return parentPort!.postMessage(message);
    if (!('kind' in message)) return answered(message);
    if (message.kind !== 'full' || compiler !== worker) return;
    void worker.terminate();
    restart();
  });
  worker.on('error', error => {
    const full = (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
    if (!ready && (!full || ++stillborn >= mostStillborn)) throw error; // it will not be better the next time
    restart();
  });
  return worker;
}

/** Between two questions the compiler watches its heap itself; one question has this much above that. */
function hardLimitMb(memoryMb: number): number {
  return memoryMb * 1.5 + 512;
}

function restart(): void {
  notice = restartSentence;
  compiler = startCompiler();
  compiler.postMessage({ kind: 'restore', cells: journal.cells() });
  const lost = [...asked];
  asked.clear();
  for (const [, { port, question, tries, told }] of lost) {
    if (question.kind !== 'compile') port.postMessage({ id: question.id, value: noAnswer(question, '') });
    else if (tries === 0) ask(port, question, 1, told);
    else if (told) port.postMessage({ late: { key: question.key, problems: [], refused: false } });
    else port.postMessage({ id: question.id, value: noAnswer(question, tooMuchSentence) });
  }
}

function ask(port: MessagePort, question: LanguageQuestion, tries: number, told = false): void {
  asked.set(++last, { port, question, tries, told });
  if (question.kind === 'settle') journal.settle(question.missing);
  compiler.postMessage({ ...question, id: last });
}

function answered(message: Extract<FromCompiler, { id: number }>): void {
  const { id, types } = message;
  const origin = asked.get(id);
  if (!origin) return;
  if (types) journal.add(types);
  const { port, question, told } = origin;
  if ('late' in message) {
    asked.delete(id);
    return port.postMessage({ late: message.late });
  }
  const { value } = message;
  const early = question.kind === 'compile' && (value as Partial<CompiledCell>).early !== undefined;
  if (early) asked.set(id, { ...origin, told: true });
  else asked.delete(id);
  if (!told) port.postMessage({ id: question.id, value: question.kind === 'compile' ? noticed(value) : value });
  else if (!early && question.kind === 'compile')
    port.postMessage({ late: { key: question.key, problems: [], refused: false } });
}

/** The next cell that is compiled carries the sentence. */
function noticed(value: unknown): unknown {
  const cell = value as CompiledCell | RefusedCell;
  if (notice === undefined || cell.status === 'refused') return value;
  const told = { ...cell, notice };
  notice = undefined;
  return told;
}

for (const port of [parentPort!, io]) port.on('message', (question: LanguageQuestion) => ask(port, question, 0));
