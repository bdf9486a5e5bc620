import { log } from '../log.js';
import type { Message } from '../wire/codec.js';
import type { Connection } from '../wire/connection.js';
import type { Comms } from './comms.js';
import type { Executions } from './executions.js';
import type { History } from './history.js';
import { kernelInfo } from './kernel-info.js';
import type { LanguageRequests } from './language-requests.js';

/** What goes back on the socket that the request came from. */
export interface Reply {
  readonly type: string;
  readonly content: object;
  readonly metadata?: object;
  readonly buffers?: readonly Uint8Array[];
}

/** The parts of the kernel that answer. */
export interface Answerers {
  readonly version: string;
  readonly connection: Connection;
  readonly executions: Executions;
  readonly history: History;
  readonly language: LanguageRequests;
  readonly comms: Comms;
  readonly interrupt: () => void;
  /** Ends the process, soon. */
  readonly shutdown: (reply: object, message: Message) => void;
}

/** Answers every standard request of protocol 5.4: each gets exactly one reply, an error where nothing better can be said. */
export async function answerRequest(message: Message, kernel: Answerers): Promise<Reply | undefined> {
  const type = message.header.msg_type;
  try {
    if (type.startsWith('comm_') && !type.endsWith('_request')) return void kernel.comms.handle(message);
    const content = await contentOf(message, kernel);
    if (content) return { type: replyTo(type), metadata: { started: new Date().toISOString() }, content };
    log('info', `a message of the unknown type ${JSON.stringify(type)} came`);
    return type.endsWith('_request')
      ? failure(type, 'UnknownRequest', `This kernel has no answer to ${type}.`)
      : undefined;
  } catch (error) {
    log('warn', `${type} failed: ${String(error)}`);
    return failure(type, error instanceof Error ? error.name : 'Error', String(error));
  }
}

function contentOf(message: Message, kernel: Answerers): Promise<object> | object | undefined {
  const { header, content } = message;
  switch (header.msg_type) {
    case 'kernel_info_request':
      return kernelInfo(kernel.version);
    case 'execute_request':
      return kernel.executions.execute(message);
    case 'complete_request':
      return kernel.language.complete(content);
    case 'inspect_request':
      return kernel.language.inspect(content);
    case 'is_complete_request':
      return kernel.language.isComplete(content);
    case 'history_request':
      return kernel.history.answer(content);
    case 'comm_info_request':
      return kernel.comms.info(content['target_name']);
    case 'connect_request':
      return connect(kernel.connection);
    case 'interrupt_request':
      kernel.interrupt();
      return { status: 'ok' };
    case 'shutdown_request': {
      const reply = { status: 'ok', restart: content['restart'] === true };
      kernel.shutdown(reply, message);
      return reply;
    }
    default:
      return undefined;
  }
}

function replyTo(type: string): string {
  return `${type.replace(/_request$/, '')}_reply`;
}

/** The reply to a request that could not be answered. */
export function failure(type: string, ename: string, evalue: string): Reply {
  return { type: replyTo(type), content: { status: 'error', ename, evalue, traceback: [] } };
}

function connect({ shell_port, iopub_port, control_port, stdin_port, hb_port }: Connection): object {
  return { status: 'ok', shell_port, iopub_port, control_port, stdin_port, hb_port };
}
