import { inspect } from 'node:util';
import type { MessagePort, Worker } from 'node:worker_threads';
import type { CellOutcome, Engine } from './engine/engine.js';
import { followAwaits, ownerOrLatest } from './host/attribution.js';
import { offerSignal } from './host/cell-signal.js';
import { CellRunner } from './host/cell-runner.js';
import { adoptChildOutput } from './host/child-output.js';
import { CellComms } from './host/comms.js';
import { installClearOutput } from './host/clear-output.js';
import { describeError } from './host/describe-error.js';
import { installDisplay } from './host/display.js';
import { installInput } from './host/input.js';
import { collectGarbage } from './host/memory-limit.js';
import { redirectOutput } from './host/output.js';
import { OutputWriter } from './host/output-writer.js';
import { endProcess, keepProcess } from './host/process-exit.js';
import { mapStackTraces } from './host/sources.js';
import { survive } from './host/survive.js';
import { wrapTimers } from './host/timers.js';
import { Ask } from './io/ask.js';
import type { InputOutcome, ToIo, ToMain } from './messages.js';
import { report } from './report.js';

/** What the thread that runs cells is connected to. */
export interface CellsSetup {
  /** Thread of the compiler; absent for the engine that compiles on this thread. */
  readonly compiler: Worker | undefined;
  readonly io: MessagePort;
  /** Counts the interrupts that this thread has noticed. */
  readonly noticed: Int32Array;
  /** Memory of the output ring. */
  readonly output: SharedArrayBuffer;
}

/** From now on this thread runs cells and nothing else. */
export function runCells({ compiler, io, noticed, output }: CellsSetup): void {
  const tell = (message: ToIo, transfer: ArrayBuffer[] = []): void => io.postMessage(message, transfer);
  const tellShown = (message: ToIo): void => withoutFunctions(message, tell);
  const writer = new OutputWriter(output, () => tell({ kind: 'output' }));
  redirectOutput((name, text) => writer.write(name, text, ownerOrLatest()?.id));
  adoptChildOutput();
  const bridge = installDisplay((content, update, cell) =>
    writer.inOrder(place => tellShown({ kind: 'display', place, content, update, cell })),
  );
  installClearOutput((wait, cell) => writer.inOrder(place => tell({ kind: 'clear', place, wait, cell })));
  const questions = new Ask();
  installInput(question => questions.to<InputOutcome>(io, { kind: 'input', ...question }));
  const comms = new CellComms({
    send: (message, cell) => {
      const transfer = message.buffers.map(({ buffer }) => buffer);
      writer.inOrder(place => tell({ kind: 'comm', place, message, cell }, transfer));
    },
    target: (name, taken) => tell({ kind: 'commTarget', name, taken }),
  });
  comms.install();
  offerSignal(bridge);
  mapStackTraces();

  const engine = startEngine(compiler);
  const cells = new CellRunner(engine);
  wrapTimers();
  followAwaits();
  keepProcess(() => cells.atWork);
  survive(cells, (content, cell) => writer.inOrder(place => tell({ kind: 'error', place, content, cell })));
  process.on('SIGINT', () => undefined); // interrupts come as messages; a Ctrl-C in the server's terminal must not end the kernel

  io.on('message', (message: ToMain) => {
    switch (message.kind) {
      case 'interrupt':
        Atomics.add(noticed, 0, 1);
        return interrupt(cells, message);
      case 'answered':
        return questions.answered(message);
      case 'comm':
        return comms.receive(message.message);
      case 'quit':
        endProcess(message.code);
        break;
      case 'execute':
        void cells.run(message).then(value => {
          const answer = (value: CellOutcome): void => tellShown({ kind: 'answer', id: message.id, value });
          try {
            answer(value);
          } catch (error) {
            answer(describeError(error));
          }
        });
        break;
      default:
        void answerLanguage(engine, message).then(value => tell({ kind: 'answer', id: message.id, value }));
    }
  });
}

/** What a value shows of itself may hold functions, which do not pass between threads; JSON leaves them out. */
function withoutFunctions(message: ToIo, tell: (message: ToIo) => void): void {
  try {
    tell(message);
  } catch (error) {
    if ((error as Error).name !== 'DataCloneError') throw error;
    tell(JSON.parse(JSON.stringify(message)) as ToIo);
  }
}

async function startEngine(compiler: Worker | undefined): Promise<Engine> {
  try {
    if (compiler) {
      const { LanguageServiceEngine } = await import('./engine/language-service/language-service-engine.js');
      return new LanguageServiceEngine(process.cwd(), compiler);
    }
    const { TslabEngine } = await import('./engine/tslab/tslab-engine.js');
    return new TslabEngine(process.cwd());
  } catch (error) {
    report(`the engine did not start: ${error instanceof Error ? error.message : inspect(error)}`);
    return endProcess(1);
  }
}

type LanguageMessage = Extract<ToMain, { readonly kind: 'complete' | 'inspect' | 'isComplete' }>;

/** Of the engine that has its compiler on this thread. */
async function answerLanguage(engine: Promise<Engine>, message: LanguageMessage): Promise<CellOutcome | unknown> {
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

function interrupt(cells: CellRunner, { cell, reason }: Extract<ToMain, { kind: 'interrupt' }>): void {
  const stopped = cells.interrupt(cell, reason);
  if (stopped > 0) process.stderr.write(`Interrupted: timers that ${stopped} earlier cell(s) had left were cleared.\n`);
  if (reason === 'memory') setImmediate(collectGarbage);
}
