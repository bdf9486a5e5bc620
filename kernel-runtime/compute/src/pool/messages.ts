import type { ErrorRecord } from '@daisy-lab/core';
import type { BatchTask } from '../fourier/batch-task.js';
import type { WasmMemory, WasmModule } from '../wasm/webassembly.js';

/** What a worker is started with. */
export interface WorkerStart {
  readonly module: WasmModule;
}

/** To a worker: take part in a batch. The memory of a workspace is sent once and then known by its id. */
export interface TurnMessage {
  readonly kind: 'turn';
  readonly turn: number;
  readonly workspace: number;
  readonly memory: WasmMemory | undefined;
  readonly member: number;
  readonly members: number;
  readonly task: BatchTask;
}

/** To a worker: a workspace is gone, let go of its memory. */
export interface ForgetMessage {
  readonly kind: 'forget';
  readonly workspace: number;
}

/** To a worker: much of what came with its turns is gone elsewhere. */
export interface ForgetTurns {
  readonly kind: 'forgetTurns';
}

/** From a worker: its part of a turn is done (`bad`: a bit per slot that was not finite) or failed. */
export interface TurnReply {
  readonly turn: number;
  readonly bad: number;
  readonly error?: ErrorRecord;
}
