import { protocolVersion, wrongParam, type ErrorRecord, type replyType, type RpcErrorCode } from '@daisy-lab/core';
import type { CarriedArray } from './arrays.js';

/** A `daisy_reply`, ready to be encoded. */
export interface RpcReplyMessage {
  readonly type: typeof replyType;
  readonly content: object;
  readonly buffers: readonly Uint8Array[];
}

/** A request that is of the protocol. */
export interface Request {
  readonly id: string;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly deadlineMs: number | undefined;
  /** 1, or more when the client repeats itself. */
  readonly attempt: number;
}

/** How a request ended. */
export type Ending =
  | { readonly ok: true; readonly result: unknown; readonly arrays: readonly CarriedArray[] }
  | { readonly ok: false; readonly code: RpcErrorCode; readonly error: ErrorRecord };

type Content = Readonly<Record<string, unknown>>;

export function idOf(content: Content): string {
  return typeof content['id'] === 'string' ? content['id'] : '';
}

/** The request, or what is wrong with it. */
export function readRequest(content: Content): Request | string {
  const { v, id, method, params, deadlineMs, attempt = 1 } = content;
  if (v !== protocolVersion) return `the request speaks version ${String(v)}, the kernel version ${protocolVersion}`;
  if (typeof id !== 'string' || id === '') return 'the request has no id';
  if (typeof method !== 'string') return 'the request names no method';
  if (deadlineMs !== undefined && !(typeof deadlineMs === 'number' && deadlineMs > 0))
    return 'deadlineMs is not a positive number';
  if (!(Number.isInteger(attempt) && (attempt as number) > 0)) return 'attempt is not a positive integer';
  const given = params ?? {};
  if (typeof given !== 'object' || Array.isArray(given)) return 'params is not an object';
  const wrong = wrongParam(method, given as Request['params']);
  return wrong ?? { id, method, params: given as Request['params'], deadlineMs, attempt: attempt as number };
}

export function succeed(result: unknown, arrays: readonly CarriedArray[] = []): Ending {
  return { ok: true, result, arrays };
}

export function refuse(code: RpcErrorCode, error: ErrorRecord): Ending {
  return { ok: false, code, error };
}

export function refuseProtocol(why: string): Ending {
  return refuse('E_PROTOCOL', {
    tag: 'Protocol',
    message: `The kernel did not understand the request: ${why}.`,
    action: 'Restart the kernel and reload the page, so that both are of one version.',
  });
}

export function refuseSize(what: string, bytes: number, limit: number): Ending {
  const mebibytes = (n: number): string => (n / 2 ** 20).toFixed(1);
  return refuse('E_TOO_LARGE', {
    tag: 'Resource',
    message: `The ${what} has ${mebibytes(bytes)} MiB of array data; ${mebibytes(limit)} MiB are allowed.`,
    action: 'Ask for a smaller piece.',
  });
}

export function refuseBusy(what: string): Ending {
  return refuse('E_BUSY', { tag: 'Resource', message: what, action: 'Wait for some of them.' });
}
