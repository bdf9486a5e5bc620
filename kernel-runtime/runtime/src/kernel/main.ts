/**
 * The kernel process. It starts the I/O thread and the compiler's thread at once and loads what runs cells meanwhile.
 * See options.ts for the command line.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { MessageChannel, Worker } from 'node:worker_threads';
import { keepCompiledCode, writeCompiledCode } from './compile-cache.js';
import { startLanguage } from './engine/language-service/start-language.js';
import { memoryLimitMb } from './host/memory-limit.js';
import { stateFolder } from './io/history-file.js';
import { setLogLevel } from './log.js';
import type { IoStart } from './messages.js';
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
keepCompiledCode();
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const { exit } = process; // cells get another one

/** A port keeps what comes before anybody listens. */
const cells = new MessageChannel();
/** The I/O thread asks the compiler past the thread that runs cells. */
const language = options.engine === 'language-service' ? new MessageChannel() : undefined;
const noticed = new SharedArrayBuffer(4);
const output = ringMemory();
const workerData: IoStart = {
  connection: options.connection,
  servicesModule: options.servicesModule,
  version,
  logLevel: options.logLevel,
  historyPath: options.keepHistory ? join(stateFolder(process.env), 'history.jsonl') : undefined,
  main: cells.port1,
  language: language?.port1,
  noticed,
  output,
  memoryMb: memoryLimitMb(process.env),
};
const io = new Worker(new URL('./io/io-worker.js', import.meta.url), {
  workerData,
  transferList: [cells.port1, ...(language ? [language.port1] : [])],
});
io.on('error', error => {
  report(`the I/O thread stopped: ${inspect(error)}`);
  exit(1);
});
const compiler = language && startLanguage(process.cwd(), language.port2);

const { runCells } = await import('./run-cells.js');
runCells({ compiler, io: cells.port2, noticed: new Int32Array(noticed), output });
setTimeout(writeCompiledCode, 2000).unref();
