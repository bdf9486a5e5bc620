import type { Dtype } from '../array/dtype.js';
import type { ErrorRecord } from '../errors/daisy-error.js';
import type { MethodName, MethodParams, MethodResult } from './methods.js';

/** Version of the envelope below. */
export const protocolVersion = 1;

/** Message types on the Jupyter control channel. */
export const requestType = 'daisy_request';
export const replyType = 'daisy_reply';

/** Name of the comm that carries the same envelopes where the server lets no `daisy_request` through. */
export const rpcTarget = 'daisy.rpc.v1';

/** Largest piece of array data in one reply, and largest request, in bytes. */
export const maxReplyBytes = 4 * 1024 * 1024;
export const maxRequestBytes = 8 * 1024 * 1024;
/** Array data of one result, all pages together, in bytes. */
export const maxResultBytes = 256 * 1024 * 1024;
/** Requests of one batch. */
export const maxBatchCalls = 256;
/** Arrays of a paged result start at a multiple of this, so that typed arrays can look at the joined pages. */
export const pageAlignmentBytes = 8;

/** An array that travels in the binary buffers of a message. */
export interface WireArray {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** Index into the message's buffers; -1 in a paged result. */
  readonly buffer: number;
  /** First byte in the joined pages of a paged result. */
  readonly offset?: number;
}

/**
 * A result of more than 4 MiB: its arrays lie one behind the other in one run of `bytes` bytes, of which page i is the bytes from
 * `i * maxReplyBytes`. The buffers of the reply are the pages before `page`; the others are fetched by `rpc.page` within a minute.
 */
export interface NextPages {
  readonly cursor: string;
  /** First page that has not come yet. */
  readonly page: number;
  readonly pages: number;
  readonly bytes: number;
}

/** Content of a `daisy_request`. */
export interface RpcRequest<M extends MethodName = MethodName> {
  readonly v: 1;
  readonly id: string;
  readonly method: M;
  readonly params: MethodParams<M>;
  /** The request is abandoned when it has not been answered after this time. */
  readonly deadlineMs?: number;
  /** 2, 3, ... when the same request is sent again, because the connection broke before its reply came. */
  readonly attempt?: number;
}

/** Why a request failed at the level of the protocol; failures of the analysis are `E_FAILED` with their record. */
export type RpcErrorCode =
  'E_FAILED' | 'E_CANCELLED' | 'E_DEADLINE' | 'E_NOT_FOUND' | 'E_RANGE' | 'E_TOO_LARGE' | 'E_BUSY' | 'E_PROTOCOL';

/** Content of a `daisy_reply`. Every message with a request gets exactly one; a repeated request runs once (see `Effect`). */
export type RpcReply<M extends MethodName = MethodName> =
  | {
      readonly v: 1;
      readonly id: string;
      readonly status: 'ok';
      readonly result: MethodResult<M>;
      readonly arrays: readonly WireArray[];
      /** Where the rest of a large result is. */
      readonly next?: NextPages;
    }
  | {
      readonly v: 1;
      readonly id: string;
      readonly status: 'error';
      readonly code: RpcErrorCode;
      readonly error: ErrorRecord;
    };

/** Arrays that belong to a message, by name. */
export type WireData = Readonly<
  Record<string, { readonly dtype: Dtype; readonly shape: readonly number[]; readonly data: ArrayBufferView }>
>;

/** What a service answers: the JSON result and, beside it, arrays. */
export interface ServiceReply<M extends MethodName = MethodName> {
  readonly result: MethodResult<M>;
  readonly arrays?: WireData;
}

/** What a service method is given besides its parameters. */
export interface ServiceCall {
  readonly signal: AbortSignal;
}

/** The methods that a kernel offers; the RPC router calls them, tests may call them directly. */
export type Services = {
  readonly [M in MethodName]?: (params: MethodParams<M>, call: ServiceCall) => Promise<ServiceReply<M>>;
};

/** The client's view: one typed call. Rejects with a DaisyError. */
export interface KernelLink {
  request<M extends MethodName>(method: M, params: MethodParams<M>, options?: RequestOptions): Promise<ServiceReply<M>>;
  /** Lossy push events; the returned function unsubscribes. */
  onEvent(listener: (event: DaisyEvent) => void): () => void;
  /** Connection state, for the screen's banner. */
  readonly state: LinkState;
  onState(listener: (state: LinkState) => void): () => void;
}

export type LinkState = 'connecting' | 'ready' | 'restarting' | 'dead';

export interface RequestOptions {
  readonly signal?: AbortSignal;
  readonly deadlineMs?: number;
}

/** Name of the comm that carries events. */
export const eventsTarget = 'daisy.events.v1';

/**
 * A push event, lossy by contract: a gap in `seq` or a new `epoch` means that the client must take a snapshot by request.
 * Never the only carrier of a result.
 */
export interface DaisyEvent {
  readonly v: 1;
  /** New for every kernel start. */
  readonly epoch: string;
  readonly seq: number;
  readonly topic: 'run' | 'log' | 'session' | 'store';
  readonly key: string;
  readonly value: unknown;
}

/** Sent some time after the last event, so that its loss is noticed too. */
export interface EventMark {
  readonly v: 1;
  readonly epoch: string;
  /** Of the last event. */
  readonly seq: number;
  readonly topic: 'mark';
}
