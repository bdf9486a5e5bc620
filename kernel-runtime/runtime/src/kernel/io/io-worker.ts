/** I/O thread: sockets, protocol and request routing. It answers while a cell keeps the main thread busy. */
import { randomUUID } from 'node:crypto';
import { workerData } from 'node:worker_threads';
import { requestType } from '@daisy-lab/core';
import type { CellOutcome } from '../engine/engine.js';
import { log, setLogLevel } from '../log.js';
import type { IoStart, ToIo } from '../messages.js';
import { report } from '../report.js';
import type { RpcReplyMessage } from '../rpc/envelope.js';
import { RpcRouter } from '../rpc/router.js';
import { RunningOutput } from '../rpc/running-output.js';
import { ServicesThread } from '../rpc/services-thread.js';
import { Codec, type Message } from '../wire/codec.js';
import { Sockets } from '../wire/sockets.js';
import { relayCellRuns } from '../../engine/cell-runs.js';
import { relayStore } from '../../store/objects/store-relay.js';
import { Ask } from './ask.js';
import { Comms } from './comms.js';
import { Executions } from './executions.js';
import { HistoryFile } from './history-file.js';
import { History } from './history.js';
import { inNativeCode, Interrupter } from './interrupter.js';
import { KernelActivity } from './kernel-activity.js';
import { LanguageRequests } from './language-requests.js';
import { guardMemory } from './memory-guard.js';
import { watchParent } from './orphan.js';
import { IopubPublisher } from './publisher.js';
import { Refusals } from './refusals.js';
import { answerRequest, failure, type Answerers, type Reply } from './shell-requests.js';
import { Stdin } from './stdin.js';

const start = workerData as IoStart;
const { main } = start;
setLogLevel(start.logLevel);
const { connection } = start;
const codec = new Codec(connection.key, connection.hash);
const sockets = new Sockets(connection, report);
// before a cell can put or run anything
relayStore();
relayCellRuns();
const publisher = new IopubPublisher(sockets, codec, start.output);
const runningOutput = new RunningOutput(() => executions.request);
publisher.onSent = (...sent) => runningOutput.note(...sent);
const epoch = randomUUID();
const comms = new Comms(
  publisher,
  epoch,
  (...request) => router.handle(...request),
  message =>
    main.postMessage(
      { kind: 'comm', message },
      message.buffers.map(({ buffer }) => buffer),
    ),
);
const services = new ServicesThread({
  module: start.servicesModule,
  cwd: process.cwd(),
  emit: (topic, key, value) => comms.events.emit(topic, key, value),
});
const router: RpcRouter = new RpcRouter(services, comms.events, runningOutput, {
  version: start.version,
  epoch,
  cwd: process.cwd(),
});
const ask = new Ask();
const stdin = new Stdin(sockets, codec, publisher);
const history = new History(start.historyPath === undefined ? undefined : new HistoryFile(start.historyPath));
const executions = new Executions(publisher, history, async cell => {
  try {
    return await ask.to<CellOutcome>(main, { kind: 'execute', ...cell });
  } finally {
    stdin.forget();
  }
});
const interrupter = new Interrupter({
  main,
  noticed: start.noticed,
  running: () => executions.running,
  deaf: cell => publisher.publishFor(cell, 'stream', { name: 'stderr', text: inNativeCode }),
});
if (start.memoryMb !== undefined) guardMemory(start.memoryMb, () => interrupter.interrupt('memory'));
const activity = new KernelActivity(publisher, () => executions.request?.header);
const refusals = new Refusals();

start.language?.on('message', ask.answered);

const kernel: Answerers = {
  version: start.version,
  connection,
  executions,
  history,
  comms,
  language: new LanguageRequests(ask, start.language ?? main),
  interrupt: () => interrupter.interrupt(),
  shutdown: (reply, { header }) => {
    publisher.publish('shutdown_reply', reply, header); // other clients learn it here
    setTimeout(() => void quit(), 20);
  },
};

function handle(socket: Sockets['shell'], message: Message): Promise<void> {
  return activity.during(message.header, async () => {
    const reply = await answerRequest(message, kernel);
    if (reply) sendReply(socket, message, reply);
  });
}

function sendReply(socket: Sockets['shell'], { header, identities }: Message, reply: Reply): void {
  publisher.flush();
  const envelope = { parent: header, identities };
  let frames;
  try {
    frames = codec.encode({ ...reply, ...envelope });
  } catch (error) {
    frames = codec.encode({ ...failure(header.msg_type, 'TypeError', String(error)), ...envelope });
  }
  sockets.send(socket, frames);
}

function dispatch(socket: Sockets['shell'], message: Message): void {
  // No busy and idle around a Daisy request: every client takes them as the state of the kernel, and a running cell would look done.
  if (message.header.msg_type === requestType) {
    const { header, content, identities } = message;
    const answer = (reply: RpcReplyMessage): void =>
      sockets.send(socket, codec.encode({ ...reply, parent: header, identities }));
    // Nor a flush before the reply: it does not wait for the output of cells.
    return void router
      .handle(header.session, content, message.buffers)
      .then(answer)
      .catch((error: unknown) => answer(router.failed(content, error)));
  }
  if (message.header.msg_type === 'execute_request') executions.enqueue(() => handle(socket, message));
  else void handle(socket, message);
}

async function serve(socket: Sockets['shell'], take: (message: Message) => void): Promise<void> {
  for await (const frames of socket) {
    try {
      take(codec.decode(frames));
    } catch (error) {
      refusals.note(error);
    }
  }
}

async function quit(): Promise<void> {
  publisher.flush();
  await Promise.all([history.written(), sockets.close()]);
  interrupter.close();
  main.postMessage({ kind: 'quit', code: 0 });
  // A main thread that spins never reads the message; one that is idle reads it, on a busy machine late. Jupyter itself waits for 5 s.
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), executions.running === undefined ? 4000 : 500);
}

main.on('message', (message: ToIo) => {
  switch (message.kind) {
    case 'output':
      return publisher.woken();
    case 'comm':
      comms.cells.sent(message.message);
      return publisher.placed(message);
    case 'commTarget':
      return comms.cells.target(message.name, message.taken);
    case 'display':
    case 'error':
    case 'clear':
      return publisher.placed(message);
    case 'input': {
      const request = message.cell === executions.running ? executions.request : undefined;
      return void stdin
        .ask(message, request)
        .then(value => main.postMessage({ kind: 'answered', id: message.id, value }));
    }
    case 'answer':
      publisher.flush();
      return ask.answered(message);
  }
});

async function open(): Promise<void> {
  try {
    await sockets.bind();
  } catch (error) {
    report((error as Error).message);
    await sockets.close();
    return main.postMessage({ kind: 'quit', code: 2 });
  }
  void serve(sockets.shell, message => dispatch(sockets.shell, message));
  void serve(sockets.control, message => dispatch(sockets.control, message));
  void serve(sockets.stdin, message => stdin.receive(message));
  void sockets.watchSubscriptions(subscription =>
    sockets.send(
      sockets.iopub,
      codec.encode({ type: 'iopub_welcome', content: { subscription }, identities: [Buffer.from(subscription)] }),
    ),
  );
  publisher.publish('status', { execution_state: 'starting' });
  watchParent(() => process.kill(process.pid, 'SIGKILL'));
  log('info', `listening on ${connection.transport}, process ${process.pid}, Node ${process.versions.node}`);
}

await open();
