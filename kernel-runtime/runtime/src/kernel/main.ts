/** Main thread of the kernel: it runs cells and nothing else. See options.ts for the command line. */
import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { Worker, type MessagePort } from 'node:worker_threads';
import type { CellOutcome, Engine } from './engine/engine.js';
import { ownerOrLatest } from './host/attribution.js';
import { CellRunner } from './host/cell-runner.js';
import { describeError } from './host/describe-error.js';
import { installDisplay } from './host/display.js';
import { redirectOutput } from './host/output.js';
import { mapStackTraces } from './host/sources.js';
import { wrapTimers } from './host/timers.js';
import type { IoStart, ToIo, ToMain } from './messages.js';
import { parseOptions, type KernelOptions } from './options.js';
import { report } from './report.js';

function readOptions(): KernelOptions {
  try {
    return parseOptions(process.argv.slice(2), process.env);
  } catch (error) {
    report((error as Error).message);
    process.exit(2);
  }
}

const options = readOptions();
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const noticed = new Int32Array(new SharedArrayBuffer(4));
const workerData: IoStart = {
  connectionFile: options.connectionFile,
  servicesModule: options.servicesModule,
  version,
  languageThread: options.engine === 'language-service',
  noticed: noticed.buffer as SharedArrayBuffer,
};
const io = new Worker(new URL('./io/io-worker.js', import.meta.url), { workerData });
io.on('error', error => {
  report(`the I/O thread stopped: ${inspect(error)}`);
  process.exit(1);
});
const tell = (message: ToIo, transfer: MessagePort[] = []): void => io.postMessage(message, transfer);

redirectOutput((name, text) => tell({ kind: 'stream', name, text, cell: ownerOrLatest()?.id }));
const bridge = installDisplay((content, update, cell) => tell({ kind: 'display', content, update, cell }));
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
  process.exit(1);
});
const cells = new CellRunner(engine);
wrapTimers();

function stray(error: unknown, what: string): void {
  if (!cells.stray(error)) process.stderr.write(`${what}: ${describeError(error).traceback.join('\n')}\n`);
}
process.on('unhandledRejection', error => stray(error, 'A promise of this cell was rejected'));
process.on('uncaughtException', error => stray(error, 'A callback of this cell failed'));
process.on('SIGINT', () => undefined); // interrupts come as messages; a Ctrl-C in the server's terminal must not end the kernel

async function answer(message: Exclude<ToMain, { kind: 'interrupt' | 'quit' }>): Promise<CellOutcome | unknown> {
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

io.on('message', (message: ToMain) => {
  switch (message.kind) {
    case 'interrupt':
      Atomics.add(noticed, 0, 1);
      return cells.interrupt(message.cell);
    case 'quit':
      process.exit(0);
      break;
    default:
      void answer(message).then(value => tell({ kind: 'answer', id: message.id, value }));
  }
});
