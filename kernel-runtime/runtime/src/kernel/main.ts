/** Main thread of the kernel: it runs cells and nothing else. See options.ts for the command line. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { Worker, type MessagePort } from 'node:worker_threads';
import type { CellOutcome, Engine } from './engine/engine.js';
import { followAwaits, ownerOrLatest } from './host/attribution.js';
import { offerSignal } from './host/cell-signal.js';
import { CellRunner } from './host/cell-runner.js';
import { adoptChildOutput } from './host/child-output.js';
import { installClearOutput } from './host/clear-output.js';
import { installDisplay } from './host/display.js';
import { installInput } from './host/input.js';
import { collectGarbage, memoryLimitMb } from './host/memory-limit.js';
import { redirectOutput } from './host/output.js';
import { OutputWriter } from './host/output-writer.js';
import { endProcess, keepProcess } from './host/process-exit.js';
import { mapStackTraces } from './host/sources.js';
import { survive } from './host/survive.js';
import { wrapTimers } from './host/timers.js';
import { Ask } from './io/ask.js';
import { stateFolder } from './io/history-file.js';
import { setLogLevel } from './log.js';
import type { InputOutcome, IoStart, ToIo, ToMain } from './messages.js';
import { parseOptions, type KernelOptions } from './options.js';
import { ringMemory } from './output-ring.js';
import { report } from './report.js';
import { readConnection, type Connection } from './wire/connection.js';

function readOptions(): KernelOptions & { readonly connection: Connection } {
  try {
    const options = parseOptions(process.argv.slice(2), process.env);
    return { ...options, connection: readConnection(options.connectionFile) };
  } catch (error) {
    report((error as Error).message);
    process.exit(2);
  }
}

const options = readOptions();
setLogLevel(options.logLevel);
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const noticed = new Int32Array(new SharedArrayBuffer(4));
const output = ringMemory();
const workerData: IoStart = {
  connection: options.connection,
  servicesModule: options.servicesModule,
  version,
  logLevel: options.logLevel,
  historyPath: options.keepHistory ? join(stateFolder(process.env), 'history.jsonl') : undefined,
  languageThread: options.engine === 'language-service',
  noticed: noticed.buffer as SharedArrayBuffer,
  output,
  memoryMb: memoryLimitMb(process.env),
};
const io = new Worker(new URL('./io/io-worker.js', import.meta.url), { workerData });
io.on('error', error => {
  report(`the I/O thread stopped: ${inspect(error)}`);
  endProcess(1);
});
const tell = (message: ToIo, transfer: MessagePort[] = []): void => io.postMessage(message, transfer);

const writer = new OutputWriter(output, () => tell({ kind: 'output' }));
redirectOutput((name, text) => writer.write(name, text, ownerOrLatest()?.id));
adoptChildOutput();
const bridge = installDisplay((content, update, cell) =>
  writer.inOrder(place => tell({ kind: 'display', place, content, update, cell })),
);
installClearOutput((wait, cell) => writer.inOrder(place => tell({ kind: 'clear', place, wait, cell })));
const questions = new Ask();
installInput(question => questions.to<InputOutcome>(io, { kind: 'input', ...question }));
offerSignal(bridge);
mapStackTraces();

async function createEngine(): Promise<Engine> {
  const host = {
    cwd: process.cwd(),
    display: (data: Parameters<typeof bridge.display>[0]): void => bridge.display(data),
  };
  const { createEngine } =
    options.engine === 'tslab'
      ? await import('./engine/tslab/tslab-engine.js')
      : await import('./engine/language-service/language-service-engine.js');
  const engine = await createEngine(host);
  if (engine.languagePort) tell({ kind: 'language', port: engine.languagePort }, [engine.languagePort]);
  return engine;
}

const engine = createEngine();
engine.catch((error: unknown) => {
  report(`the engine did not start: ${error instanceof Error ? error.message : inspect(error)}`);
  endProcess(1);
});
const cells = new CellRunner(engine);
wrapTimers();
followAwaits();

keepProcess(() => cells.atWork);
survive(cells, (content, cell) => writer.inOrder(place => tell({ kind: 'error', place, content, cell })));
process.on('SIGINT', () => undefined); // interrupts come as messages; a Ctrl-C in the server's terminal must not end the kernel

async function answer(
  message: Exclude<ToMain, { kind: 'interrupt' | 'quit' | 'answered' }>,
): Promise<CellOutcome | unknown> {
  if (message.kind === 'execute') return cells.run(message);
  const language = await engine;
  try {
    if (message.kind === 'isComplete') return await language.isComplete(message.code);
    return await language[message.kind](message.code, message.position);
  } catch (error) {
    report(`${message.kind} failed: ${inspect(error)}`);
    const { position = 0 } = message as { readonly position?: number };
    return { matches: [], start: position, end: position, found: false, data: {}, status: 'unknown' };
  }
}

function interrupt({ cell, reason }: Extract<ToMain, { kind: 'interrupt' }>): void {
  const stopped = cells.interrupt(cell, reason);
  if (stopped > 0) process.stderr.write(`Interrupted: timers that ${stopped} earlier cell(s) had left were cleared.\n`);
  if (reason === 'memory') setImmediate(collectGarbage);
}

io.on('message', (message: ToMain) => {
  switch (message.kind) {
    case 'interrupt':
      Atomics.add(noticed, 0, 1);
      return interrupt(message);
    case 'answered':
      return questions.answered(message);
    case 'quit':
      endProcess(0);
      break;
    default:
      void answer(message).then(value => tell({ kind: 'answer', id: message.id, value }));
  }
});
