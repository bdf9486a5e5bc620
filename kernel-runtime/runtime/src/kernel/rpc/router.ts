import { maxBatchCalls, maxReplyBytes, maxRequestBytes, protocolVersion, recordOf } from '@daisy-lab/core';
import { capabilities, probe, type RouterFacts } from './built-in-methods.js';
import {
  idOf,
  readRequest,
  refuse,
  refuseProtocol,
  refuseSize,
  succeed,
  type Ending,
  type Request,
  type RpcReplyMessage,
} from './envelope.js';
import type { EventHub } from './event-hub.js';
import { Exchanges, type Work } from './exchanges.js';
import { Pages } from './pages.js';
import type { RunningOutput } from './running-output.js';
import type { ServiceOutcome } from './services-messages.js';
import type { ServicesThread } from './services-thread.js';

type Content = Readonly<Record<string, unknown>>;

/** Answers requests, by itself or through the services: exactly one reply per message, whatever happens. */
export class RpcRouter {
  readonly #services: Pick<ServicesThread, 'start' | 'call' | 'methods'>;
  readonly #events: Pick<EventHub, 'snapshot'>;
  readonly #cells: Pick<RunningOutput, 'running'>;
  readonly #facts: RouterFacts;
  readonly #exchanges = new Exchanges();
  readonly #pages = new Pages();

  constructor(
    services: Pick<ServicesThread, 'start' | 'call' | 'methods'>,
    events: Pick<EventHub, 'snapshot'>,
    cells: Pick<RunningOutput, 'running'>,
    facts: RouterFacts,
  ) {
    this.#services = services;
    this.#events = events;
    this.#cells = cells;
    this.#facts = facts;
  }

  /** @param session of the client; ids are unique within it */
  async handle(session: string, content: Content, buffers: readonly Uint8Array[]): Promise<RpcReplyMessage> {
    const id = idOf(content);
    const request = readRequest(content);
    if (typeof request === 'string') return this.#pages.reply(id, refuseProtocol(request));
    const bytes = buffers.reduce((sum, buffer) => sum + buffer.byteLength, 0);
    if (bytes > maxRequestBytes) return this.#pages.reply(id, refuseSize('request', bytes, maxRequestBytes));
    if (request.method === 'rpc.batch') return this.#batch(session, request);
    if (request.method === 'rpc.page') return this.#page(request);
    return this.#pages.reply(id, await this.#ending(session, request));
  }

  /** The reply in place of one that could not be written. */
  failed(content: Content, error: unknown): RpcReplyMessage {
    return this.#pages.reply(idOf(content), refuse('E_FAILED', recordOf(error)));
  }

  async #ending(session: string, request: Request): Promise<Ending> {
    const { method, params } = request;
    switch (method) {
      case 'hello':
        this.#services.start();
        return succeed(capabilities(this.#facts, this.#services.methods));
      case 'rpc.cancel':
        return succeed({ cancelled: this.#exchanges.cancel(session, params['id']) });
      case 'rpc.release':
        return succeed({ released: this.#pages.release(params['cursor'] as string) });
      case 'rpc.probe':
        return probe(params['bytes'] as number);
      case 'cells.running':
        return succeed({ running: this.#cells.running() });
      case 'events.snapshot':
        return succeed(this.#events.snapshot(params));
      case 'rpc.batch':
      case 'rpc.page':
        return refuseProtocol(`${method} cannot be part of a batch`);
      default:
        return this.#exchanges.run(session, request, () => this.#serve(method, params));
    }
  }

  #serve(method: string, params: Content): Work {
    const { outcome, cancel } = this.#services.call(method, params);
    return { ending: outcome.then(outcome => conclude(method, outcome)), cancel };
  }

  #page({ id, params }: Request): RpcReplyMessage {
    const { ending, buffers } = this.#pages.page(params['cursor'] as string, params['page'] as number);
    return { ...this.#pages.reply(id, ending), buffers };
  }

  /** All calls run at once; what does not fit into the reply beside the others is paged. */
  async #batch(session: string, { id, params, deadlineMs }: Request): Promise<RpcReplyMessage> {
    const calls = params['calls'] as readonly unknown[];
    if (calls.length > maxBatchCalls)
      return this.#pages.reply(id, refuseProtocol(`a batch has at most ${maxBatchCalls} calls, not ${calls.length}`));
    const endings = await Promise.all(calls.map(call => this.#batchCall(session, call, deadlineMs)));
    const buffers: Uint8Array[] = [];
    let room = maxReplyBytes;
    const replies = endings.map(({ id, ending }) => {
      const packed = this.#pages.packBeside(id, ending, room, buffers.length);
      buffers.push(...packed.buffers);
      room -= packed.buffers.reduce((sum, buffer) => sum + buffer.byteLength, 0);
      return packed.content;
    });
    return { ...this.#pages.reply(id, succeed({ replies })), buffers };
  }

  async #batchCall(
    session: string,
    call: unknown,
    deadlineMs: number | undefined,
  ): Promise<{ readonly id: string; readonly ending: Ending }> {
    if (typeof call !== 'object' || call === null) return { id: '', ending: refuseProtocol('a call is not an object') };
    const content = { deadlineMs, ...call, v: protocolVersion };
    const request = readRequest(content);
    return {
      id: idOf(content),
      ending: typeof request === 'string' ? refuseProtocol(request) : await this.#ending(session, request),
    };
  }
}

function conclude(method: string, outcome: ServiceOutcome): Ending {
  if (outcome.status === 'unknown-method') return refuseProtocol(`there is no method ${method}`);
  if (outcome.status === 'ok') return succeed(outcome.result, outcome.arrays);
  return refuse(outcome.error.tag === 'Cancelled' ? 'E_CANCELLED' : 'E_FAILED', outcome.error);
}
