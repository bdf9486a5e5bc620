/** I/O thread: sockets, protocol and request routing. It answers while a cell keeps the main thread busy. */
import { randomUUID } from 'node:crypto';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { requestType } from '@daisy-lab/core';
import type { CellOutcome } from '../engine/engine.js';
import type { IoStart, ToIo } from '../messages.js';
import { report } from '../report.js';
import { RpcRouter } from '../rpc/router.js';
import { ServicesThread } from '../rpc/services-thread.js';
import { Codec, type Message } from '../wire/codec.js';
import { readConnection } from '../wire/connection.js';
import { Sockets } from '../wire/sockets.js';
import { Ask, type Port } from './ask.js';
import { EventComms } from './comms.js';
import { Executions } from './executions.js';
import { Interrupter } from './interrupter.js';
import { kernelInfo } from './kernel-info.js';
import { LanguageRequests } from './language-requests.js';
import { watchParent } from './orphan.js';
import { IopubPublisher } from './publisher.js';

const main = parentPort!;
const start = workerData as IoStart;
const connection = readConnection(start.connectionFile);
const codec = new Codec(connection.key);
const sockets = new Sockets(report);
const publisher = new IopubPublisher(sockets, codec);
const epoch = randomUUID();
const comms = new EventComms(publisher, epoch);
const services = new ServicesThread({
  module: start.servicesModule,
  cwd: process.cwd(),
  emit: (topic, key, value) => comms.emit(topic, key, value),
});
const router = new RpcRouter(services, { version: start.version, epoch, cwd: process.cwd() });
const ask = new Ask();
const executions = new Executions(publisher, cell => ask.to<CellOutcome>(main, { kind: 'execute', ...cell }));
const interrupter = new Interrupter(main, start.noticed, () => executions.running);

let useLanguage: (port: Port) => void;
const languagePort = new Promise<Port>(resolve => (useLanguage = resolve));
if (!start.languageThread) useLanguage!(main);
const language = new LanguageRequests(ask, languagePort);

interface Reply {
  readonly type: string;
  readonly content: object;
  readonly buffers?: readonly Uint8Array[];
}

async function answer(message: Message): Promise<Reply | undefined> {
  const { header, content } = message;
  switch (header.msg_type) {
    case 'kernel_info_request':
      return { type: 'kernel_info_reply', content: kernelInfo(start.version) };
    case 'execute_request':
      return { type: 'execute_reply', content: await executions.execute(message) };
    case 'complete_request':
      return { type: 'complete_reply', content: await language.complete(content) };
    case 'inspect_request':
      return { type: 'inspect_reply', content: await language.inspect(content) };
    case 'is_complete_request':
      return { type: 'is_complete_reply', content: await language.isComplete(content) };
    case 'history_request': {
      const newest = executions.history.slice(-Number(content['n'] ?? 1000));
      return {
        type: 'history_reply',
        content: { status: 'ok', history: newest.map(({ count, code }) => [0, count, code]) },
      };
    }
    case 'comm_info_request':
      return { type: 'comm_info_reply', content: comms.info(content['target_name']) };
    case 'comm_open':
    case 'comm_msg':
    case 'comm_close':
      return void comms.handle(message);
    case 'interrupt_request':
      interrupter.interrupt();
      return { type: 'interrupt_reply', content: { status: 'ok' } };
    case 'shutdown_request':
      setTimeout(() => void quit(), 20);
      return { type: 'shutdown_reply', content: { status: 'ok', restart: content['restart'] === true } };
    default:
      return undefined; // busy and idle, and nothing else
  }
}

async function handle(socket: Sockets['shell'], message: Message): Promise<void> {
  const status = (state: string): void => publisher.publish('status', { execution_state: state }, message.header);
  status('busy');
  try {
    const reply = await answer(message);
    if (reply) sendReply(socket, message, reply);
  } catch (error) {
    report(`${message.header.msg_type} failed: ${String(error)}`);
  } finally {
    status('idle');
  }
}

function sendReply(socket: Sockets['shell'], { header, identities }: Message, reply: Reply): void {
  publisher.flush();
  sockets.send(socket, codec.encode({ ...reply, parent: header, identities }));
}

function dispatch(socket: Sockets['shell'], frames: readonly Uint8Array[]): void {
  const message = codec.decode(frames);
  // No busy and idle around a Daisy request: every client takes them as the state of the kernel, and a running cell would look done.
  if (message.header.msg_type === requestType) {
    const { session } = message.header;
    return void router
      .handle(session, message.content, message.buffers)
      .then(reply => sendReply(socket, message, reply));
  }
  if (message.header.msg_type === 'execute_request') executions.enqueue(() => handle(socket, message));
  else void handle(socket, message);
}

async function serve(socket: Sockets['shell']): Promise<void> {
  for await (const frames of socket) {
    try {
      dispatch(socket, frames);
    } catch (error) {
      report(`a message was refused: ${String(error)}`);
    }
  }
}

async function quit(): Promise<void> {
  publisher.flush();
  await sockets.close();
  interrupter.close();
  main.postMessage({ kind: 'quit' });
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), 500); // a main thread that spins never reads the message
}

main.on('message', (message: ToIo) => {
  switch (message.kind) {
    case 'stream':
      return publisher.stream(message);
    case 'display':
      return publisher.publishFor(
        message.cell,
        message.update ? 'update_display_data' : 'display_data',
        message.content,
      );
    case 'language':
      (message.port as MessagePort).on('message', ask.answered);
      return useLanguage(message.port);
    case 'answer':
      return ask.answered(message);
  }
});

await sockets.bind(connection);
void serve(sockets.shell);
void serve(sockets.control);
publisher.publish('status', { execution_state: 'starting' });
watchParent(() => process.kill(process.pid, 'SIGKILL'));
