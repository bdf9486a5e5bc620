import type { ErrorRecord } from '@daisy-lab/core';
import type { KernelName } from './kernels.js';

/** To a worker: much of what it was sent is gone elsewhere. */
export interface ForgetStrips {
  readonly forget: true;
}

/** To a worker. */
export interface StripMessage {
  readonly id: number;
  readonly kernel: KernelName;
  readonly task: object;
  readonly first: number;
  readonly end: number;
}

/** From a worker: the result of one strip, or why there is none. */
export interface StripReply {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: ErrorRecord;
}
