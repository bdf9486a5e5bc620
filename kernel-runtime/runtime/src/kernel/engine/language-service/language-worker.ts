/** The compiler's thread. Its parent, the language thread, starts it again when its heap is full. */
import { inspect } from 'node:util';
import { getHeapStatistics } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import { keepCompiledCode, writeCompiledCode } from '../../compile-cache.js';
import { report } from '../../report.js';
import { IdleWork } from './idle-work.js';
import { noAnswer } from './no-answer.js';
import { TidyHeap } from './tidy-heap.js';
import type { CompilerStart, FromCompiler, LanguageQuestion, ToCompiler } from './messages.js';

keepCompiledCode();
const { Compiler } = await import('./compiler.js');
const { typePolicy } = await import('./type-policy.js');
const { cwd, memoryMb } = workerData as CompilerStart;
const compiler = new Compiler(cwd, typePolicy(cwd, process.env));
const idleMs = 150;
const readAheadShare = 0.25;
const heapBytes = (): number => getHeapStatistics().used_heap_size;
const tell = (message: FromCompiler): void => parentPort!.postMessage(message);

function answer(question: LanguageQuestion): void {
  const { id } = question;
  switch (question.kind) {
    case 'compile': {
      const compiled = compiler.compile(question.code, question.key, packages => tell({ packages }));
      const { answer: value, types, check } = compiled;
      tell(types ? { id, value, types } : { id, value });
      return check && tell({ id, ...check() });
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

const heap = new TidyHeap();
/** Types of common packages are read in pauses, unless the user has given the compiler little memory. */
const idle = new IdleWork(() => {
  const more = heapBytes() < memoryMb * readAheadShare * 2 ** 20 && compiler.readAhead();
  if (!more) heap.whileIdle();
  return more;
}, idleMs);
parentPort!.on('message', (message: ToCompiler) => {
  idle.postpone();
  if (message.kind === 'restore') return compiler.restore(message.cells);
  try {
    answer(message);
  } catch (error) {
    report(`${message.kind} failed in the compiler: ${inspect(error)}`);
    tell({ id: message.id, value: noAnswer(message, `The compiler failed on this cell: ${String(error)}`) });
  }
  heap.afterAnswer();
  if (heapBytes() > memoryMb * 2 ** 20) tell({ kind: 'full' });
});
compiler.warmUp();
tell({ kind: 'ready' });
setTimeout(writeCompiledCode, idleMs);
