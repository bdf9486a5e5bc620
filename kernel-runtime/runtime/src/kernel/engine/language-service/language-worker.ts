/** The compiler's thread. Its parent, the language thread, starts it again when its heap is full. */
import module from 'node:module';
import { inspect } from 'node:util';
import { getHeapStatistics } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import { report } from '../../report.js';
import { noAnswer } from './no-answer.js';
import type { FromCompiler, LanguageQuestion, LanguageStart, ToCompiler } from './messages.js';

// Node >= 22.8 keeps compiled code between starts: the compiler loads in half the time.
(module as { enableCompileCache?: () => void }).enableCompileCache?.();
const { Compiler } = await import('./compiler.js');
const { typePolicy } = await import('./type-policy.js');
const { cwd, memoryMb } = workerData as LanguageStart;
const compiler = new Compiler(cwd, typePolicy(cwd, process.env));
const tell = (message: FromCompiler): void => parentPort!.postMessage(message);

function answer(question: LanguageQuestion): void {
  const { id } = question;
  switch (question.kind) {
    case 'compile': {
      const { answer: value, types } = compiler.compile(question.code, question.key);
      return tell(types ? { id, value, types } : { id, value });
    }
    case 'local':
      return tell({ id, value: compiler.local(question.specifier, question.folder) });
    case 'settle':
      return tell({ id, value: compiler.settle(question.missing) });
    case 'complete':
      return tell({ id, value: compiler.complete(question.code, question.position) });
    case 'inspect':
      return tell({ id, value: compiler.inspect(question.code, question.position, question.detail) });
    case 'isComplete':
      return tell({ id, value: compiler.isComplete(question.code) });
  }
}

parentPort!.on('message', (message: ToCompiler) => {
  if (message.kind === 'restore') return compiler.restore(message.cells);
  try {
    answer(message);
  } catch (error) {
    report(`${message.kind} failed in the compiler: ${inspect(error)}`);
    tell({ id: message.id, value: noAnswer(message, `The compiler failed on this cell: ${String(error)}`) });
  }
  if (getHeapStatistics().used_heap_size > memoryMb * 2 ** 20) tell({ kind: 'full' });
});
compiler.warmUp();
tell({ kind: 'ready' });
