import { parentPort, workerData } from 'node:worker_threads';
import { recordOf } from '@daisy-lab/core';
import { executeBatch } from '../fourier/execute.js';
import { control } from '../fourier/workspace.js';
import { nufftStages, type NufftStages } from '../wasm/nufft-module.js';
import type { WasmMemory } from '../wasm/webassembly.js';
import { waitForAll } from './barrier.js';
import { forgetAll } from './dropped-memory.js';
import type { ForgetMessage, ForgetTurns, TurnMessage, TurnReply, WorkerStart } from './messages.js';

interface Attached {
  readonly memory: WasmMemory;
  readonly stages: NufftStages;
}

const { module } = workerData as WorkerStart;
const workspaces = new Map<number, Attached>();

parentPort!.on('message', (message: TurnMessage | ForgetMessage | ForgetTurns) => {
  if (message.kind === 'forgetTurns') forgetAll();
  else if (message.kind === 'forget') workspaces.delete(message.workspace);
  else parentPort!.postMessage(takeTurn(message));
});

function takeTurn(message: TurnMessage): TurnReply {
  const { turn, member, members, task } = message;
  try {
    const { memory, stages } = attach(message);
    const counters = new Int32Array(memory.buffer, task.layout.control, control.words);
    const wait = (arrivals: number): void => waitForAll(counters, arrivals, members);
    return { turn, bad: executeBatch(stages, memory, task, { member, members, wait }) };
  } catch (thrown) {
    return { turn, bad: 0, error: recordOf(thrown) };
  }
}

function attach({ workspace, memory }: TurnMessage): Attached {
  const known = workspaces.get(workspace);
  if (known) return known;
  if (!memory) throw new Error(`Workspace ${workspace} was never sent to this worker.`);
  const attached = { memory, stages: nufftStages(module, memory) };
  workspaces.set(workspace, attached);
  return attached;
}
