import type { DaisyEvent, RpcReply } from './rpc.js';

/** What a kernel's side of the connection can do; a client uses nothing that is not named here. */
export interface Capabilities {
  /** Version of the envelope. */
  readonly protocol: number;
  /** Version of the kernel. */
  readonly version: string;
  /** New for every kernel start: handles and cursors of another epoch are gone. */
  readonly epoch: string;
  readonly methods: readonly string[];
  /** Ways on which requests are answered, best first. */
  readonly channels: readonly ('control' | 'shell' | 'comm')[];
  readonly limits: RpcLimits;
  readonly threads: number;
  readonly cwd: string;
}

/** Sizes in bytes, counts in requests. */
export interface RpcLimits {
  /** Array data in one reply; more comes in pages of this size. */
  readonly replyBytes: number;
  readonly requestBytes: number;
  /** Array data of one result, all pages together. */
  readonly resultBytes: number;
  readonly batchCalls: number;
  /** Requests of all clients at work at one time. */
  readonly inFlight: number;
}

/** One request of a batch: the envelope without its version. */
export interface BatchCall {
  readonly id: string;
  readonly method: string;
  readonly params: object;
  readonly deadlineMs?: number;
}

/** The requests that the router answers itself, also while services and cells are at work. */
export interface RpcMethods {
  hello: { params: Record<string, never>; result: Capabilities };
  'rpc.cancel': { params: { id: string }; result: { cancelled: boolean } };
  /** Several requests in one message; the replies stand in the order of the calls, their arrays in the buffers of this reply. */
  'rpc.batch': { params: { calls: readonly BatchCall[] }; result: { replies: readonly RpcReply[] } };
  /** The buffers of the reply, one behind the other, are the bytes of this page. `arrays` is empty. */
  'rpc.page': { params: { cursor: string; page: number }; result: { page: number } };
  /** Gives the pages of a result back before their lease ends. */
  'rpc.release': { params: { cursor: string }; result: { released: boolean } };
  /** Measures the connection: array `data` uint8 [bytes], where byte i is i modulo 251. */
  'rpc.probe': { params: { bytes: number }; result: { bytes: number } };
  /**
   * The cell that computes, as Jupyter knows it: id of its execute request and of the cell, and what it has put out so far, each
   * with the id of its message. `complete` is false when the first outputs (beyond 2 MiB) have been forgotten.
   */
  'cells.running': {
    params: Record<string, never>;
    result: {
      running: {
        message: string;
        cell: string | null;
        /** The number in `In[n]`. */
        count: number;
        outputs: readonly { readonly id: string; readonly type: string; readonly content: object }[];
        complete: boolean;
      } | null;
    };
  };
  /**
   * The last value of every key, or nothing when `epoch` and `seq` show that the client has missed nothing. With `comm` it also
   * renews the client's subscription, which ends five minutes after the last renewal.
   */
  'events.snapshot': {
    params: { comm?: string; epoch?: string; seq?: number };
    result: { epoch: string; seq: number; events: readonly DaisyEvent[] };
  };
}
