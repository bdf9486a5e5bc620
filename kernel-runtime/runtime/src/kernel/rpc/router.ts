import { availableParallelism } from 'node:os';
import {
  DaisyError,
  maxReplyBytes,
  maxRequestBytes,
  protocolVersion,
  replyType,
  type ErrorRecord,
  type RpcErrorCode,
} from '@daisy-lab/core';
import { packArrays } from './arrays.js';
import { protocolMethods } from './protocol-methods.js';
import type { ServicesThread } from './services-thread.js';
import type { ServiceOutcome } from './services-messages.js';

export interface RouterFacts {
  readonly version: string;
  readonly epoch: string;
  readonly cwd: string;
}

/** A `daisy_reply`, ready to be encoded. */
export interface RpcReplyMessage {
  readonly type: typeof replyType;
  readonly content: object;
  readonly buffers: readonly Uint8Array[];
}

interface Request {
  readonly id: string;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly deadlineMs: number | undefined;
}

type Ending = { readonly kind: 'outcome'; readonly outcome: ServiceOutcome } | { readonly kind: 'cancelled' | 'late' };

const builtIn = ['hello', 'rpc.cancel'];
const mostInFlight = 8192;

/** Routes `daisy_request` to the services: exactly one reply per request, whatever happens. */
export class RpcRouter {
  readonly #services: ServicesThread;
  readonly #facts: RouterFacts;
  /** By session and id, because two clients may number alike. */
  readonly #inFlight = new Map<string, () => void>();

  constructor(services: ServicesThread, facts: RouterFacts) {
    this.#services = services;
    this.#facts = facts;
  }

  /** @param session of the client; ids are unique within it */
  async handle(
    session: string,
    content: Readonly<Record<string, unknown>>,
    buffers: readonly Uint8Array[],
  ): Promise<RpcReplyMessage> {
    const id = typeof content['id'] === 'string' ? content['id'] : '';
    const request = readRequest(content);
    if (typeof request === 'string') return refuse(id, 'E_PROTOCOL', protocolError(request));
    const bytes = buffers.reduce((sum, buffer) => sum + buffer.byteLength, 0);
    if (bytes > maxRequestBytes) return refuse(id, 'E_TOO_LARGE', tooLarge('request', bytes, maxRequestBytes));
    if (request.method === 'hello') return answer(id, this.#hello());
    if (request.method === 'rpc.cancel') return answer(id, { cancelled: this.#cancel(session, request.params['id']) });
    return this.#forward(`${session}/${id}`, request);
  }

  #hello(): object {
    this.#services.start();
    const methods = [
      ...builtIn,
      ...(this.#services.methods ?? protocolMethods.filter(name => !builtIn.includes(name))),
    ];
    return { protocol: protocolVersion, ...this.#facts, methods, threads: availableParallelism() };
  }

  #cancel(session: string, id: unknown): boolean {
    const cancel = this.#inFlight.get(`${session}/${String(id)}`);
    cancel?.();
    return cancel !== undefined;
  }

  async #forward(key: string, { id, method, params, deadlineMs }: Request): Promise<RpcReplyMessage> {
    if (this.#inFlight.has(key))
      return refuse(id, 'E_PROTOCOL', protocolError(`a request with the id ${id} is still at work`));
    if (this.#inFlight.size >= mostInFlight) return refuse(id, 'E_BUSY', busyError());
    const call = this.#services.call(method, params);
    let timer: NodeJS.Timeout | undefined;
    const ending = await new Promise<Ending>(resolve => {
      this.#inFlight.set(key, () => resolve({ kind: 'cancelled' }));
      if (deadlineMs !== undefined) timer = setTimeout(() => resolve({ kind: 'late' }), deadlineMs);
      void call.outcome.then(outcome => resolve({ kind: 'outcome', outcome }));
    });
    clearTimeout(timer);
    this.#inFlight.delete(key);
    if (ending.kind === 'outcome') return conclude(id, method, ending.outcome);
    call.cancel();
    if (ending.kind === 'cancelled')
      return refuse(id, 'E_CANCELLED', DaisyError.cancelled(`The request ${method}`).toRecord());
    return refuse(id, 'E_DEADLINE', {
      tag: 'Resource',
      message: `${method} was not answered within ${deadlineMs} ms.`,
      action: 'Try again when the kernel has less to do.',
    });
  }
}

/** The request, or what is wrong with it. */
function readRequest(content: Readonly<Record<string, unknown>>): Request | string {
  const { v, id, method, params, deadlineMs } = content;
  if (v !== protocolVersion) return `the request speaks version ${String(v)}, the kernel version ${protocolVersion}`;
  if (typeof id !== 'string' || id === '') return 'the request has no id';
  if (typeof method !== 'string') return 'the request names no method';
  if (deadlineMs !== undefined && !(typeof deadlineMs === 'number' && deadlineMs > 0))
    return 'deadlineMs is not a positive number';
  const given = params ?? {};
  if (typeof given !== 'object' || Array.isArray(given)) return 'params is not an object';
  return { id, method, params: given as Request['params'], deadlineMs };
}

function conclude(id: string, method: string, outcome: ServiceOutcome): RpcReplyMessage {
  if (outcome.status === 'unknown-method')
    return refuse(id, 'E_PROTOCOL', protocolError(`there is no method ${method}`));
  if (outcome.status === 'failed')
    return refuse(id, outcome.error.tag === 'Cancelled' ? 'E_CANCELLED' : 'E_FAILED', outcome.error);
  const bytes = outcome.arrays.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
  if (bytes > maxReplyBytes) return refuse(id, 'E_TOO_LARGE', tooLarge('reply', bytes, maxReplyBytes));
  const { arrays, buffers } = packArrays(outcome.arrays);
  return answer(id, outcome.result, arrays, buffers);
}

function answer(
  id: string,
  result: unknown,
  arrays: readonly object[] = [],
  buffers: readonly Uint8Array[] = [],
): RpcReplyMessage {
  return { type: replyType, content: { v: protocolVersion, id, status: 'ok', result, arrays }, buffers };
}

function refuse(id: string, code: RpcErrorCode, error: ErrorRecord): RpcReplyMessage {
  return { type: replyType, content: { v: protocolVersion, id, status: 'error', code, error }, buffers: [] };
}

function protocolError(why: string): ErrorRecord {
  return {
    tag: 'Protocol',
    message: `The kernel did not understand the request: ${why}.`,
    action: 'Restart the kernel and reload the page, so that both are of one version.',
  };
}

function tooLarge(what: string, bytes: number, limit: number): ErrorRecord {
  const mebibytes = (n: number): string => (n / 2 ** 20).toFixed(1);
  return {
    tag: 'Resource',
    message: `The ${what} has ${mebibytes(bytes)} MiB of array data; ${mebibytes(limit)} MiB are allowed.`,
    action: 'Ask for a smaller piece.',
  };
}

function busyError(): ErrorRecord {
  return {
    tag: 'Resource',
    message: `More than ${mostInFlight} requests wait for the kernel.`,
    action: 'Wait for some of them.',
  };
}
