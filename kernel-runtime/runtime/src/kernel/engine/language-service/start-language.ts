import { inspect } from 'node:util';
import { Worker, type MessagePort } from 'node:worker_threads';
import { report } from '../../report.js';
import type { LanguageStart } from './messages.js';

/** Three times what a notebook with the types of several large packages takes. */
const defaultMemoryMb = 1024;
const { exit } = process; // cells get another one

/**
 * Starts the compiler's thread.
 * @param port of the I/O thread, which asks past the thread that runs cells
 */
export function startLanguage(cwd: string, port: MessagePort): Worker {
  const memoryMb = Number(process.env['DAISY_LANGUAGE_MEMORY_MB']) || defaultMemoryMb;
  const workerData: LanguageStart = { cwd, memoryMb, port };
  const worker = new Worker(new URL('./language-thread.js', import.meta.url), { workerData, transferList: [port] });
  worker.on('error', error => {
    report(`the language thread stopped: ${inspect(error)}`);
    exit(1);
  });
  return worker;
}
