/** Language thread: the compiler. It answers the main thread (compile) and the I/O thread (complete, inspect) while a cell spins. */
import module from 'node:module';
import { inspect } from 'node:util';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { report } from '../../report.js';
import type { LanguageQuestion, LanguageStart, ToLanguage } from './messages.js';

// Node >= 22.8 keeps compiled code between starts: the compiler loads in half the time.
(module as { enableCompileCache?: () => void }).enableCompileCache?.();
const { Compiler } = await import('./compiler.js');
const { cwd, policy } = workerData as LanguageStart;
const compiler = new Compiler(cwd, policy);

function answer(question: LanguageQuestion): unknown {
  switch (question.kind) {
    case 'compile':
      return compiler.compile(question.code, question.key);
    case 'settle':
      return compiler.settle(question.missing);
    case 'complete':
      return compiler.complete(question.code, question.position);
    case 'inspect':
      return compiler.inspect(question.code, question.position);
    case 'isComplete':
      return compiler.isComplete(question.code);
  }
}

function failed(question: LanguageQuestion, error: unknown): unknown {
  report(`${question.kind} failed in the compiler: ${inspect(error)}`);
  const problem = {
    line: 1,
    character: 0,
    length: 1,
    code: 0,
    text: `The compiler failed on this cell: ${String(error)}`,
    syntax: true,
  };
  if (question.kind === 'compile') return { status: 'refused', problems: [problem] };
  if (question.kind === 'complete') return { matches: [], start: question.position, end: question.position };
  return question.kind === 'isComplete' ? { status: 'unknown' } : { found: false, data: {} };
}

function serve(port: MessagePort): void {
  port.on('message', (message: ToLanguage) => {
    if (message.kind === 'port') return serve(message.port);
    let value: unknown;
    try {
      value = answer(message);
    } catch (error) {
      value = failed(message, error);
    }
    port.postMessage({ id: message.id, value });
  });
}

serve(parentPort!);
compiler.warmUp();
