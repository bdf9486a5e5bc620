/** A worker thread that runs bodies of algorithms, one at a time. */
import { parentPort } from 'node:worker_threads';
import { forgetMessages } from '@daisy-lab/compute';
import {
  DaisyError,
  outputArrays,
  recordOf,
  type AnyAlgorithm,
  type Implementation,
  type Params,
  type Ports,
} from '@daisy-lab/core';
import { OfferedPlaces } from '../piece-memory.js';
import { buffersOf, sharedBytes } from '../shared-memory.js';
import { partsToTables, tablesToParts } from '../../store/arrow-parts.js';
import { bytesToTransfer } from './hand-over.js';
import { partHandedBack } from './handed-back.js';
import type { BodyTask, FromThread, ToThread } from './messages.js';

const running = new Map<number, AbortController>();
const send = (message: FromThread, transfer: readonly ArrayBuffer[] = []): void =>
  parentPort!.postMessage(message, transfer);

parentPort!.on('message', (message: ToThread) => {
  if (message.kind === 'cancel') running.get(message.id)?.abort(DaisyError.cancelled());
  else void run(message);
});

async function run(task: BodyTask): Promise<void> {
  const { id } = task;
  const abort = new AbortController();
  running.set(id, abort);
  try {
    const { outputs: ports, body } = await bodyOf(task);
    const places = new OfferedPlaces(task.offers);
    const given = await body.run({
      inputs: (await partsToTables(task.inputs)) as never,
      params: task.params as never,
      signal: abort.signal,
      threads: 1,
      output: outputArrays(task.algorithm, ports, places.take),
      ...(task.piece ? { piece: task.piece } : {}),
      progress: fraction => send({ kind: 'progress', id, fraction }),
      log: line => send({ kind: 'log', id, line }),
    });
    const outputs = await tablesToParts(given);
    // The engine's own memory, too, is held by this thread until its messages are garbage.
    forgetMessages(sharedBytes(task.inputs, new Set()) + sharedBytes(outputs, buffersOf(task.inputs)));
    const { made, back } = partHandedBack(outputs, task.inputs);
    send({ kind: 'done', id, outputs: made, back, used: places.used(outputs) }, bytesToTransfer(made, task.inputs));
  } catch (thrown) {
    send({ kind: 'failed', id, error: recordOf(thrown) });
  } finally {
    running.delete(id);
  }
}

interface Found {
  readonly outputs: Ports;
  readonly body: Implementation<Ports, Ports, Params>;
}

/** Bodies by the name of their module, algorithm and implementation: a module never changes within a process. */
const bodies = new Map<string, Promise<Found>>();

function bodyOf(task: BodyTask): Promise<Found> {
  const name = JSON.stringify([task.module, task.algorithm, task.implementation]);
  const found = bodies.get(name) ?? findBody(task);
  bodies.set(name, found);
  found.catch(() => bodies.delete(name));
  return found;
}

async function findBody(task: BodyTask): Promise<Found> {
  const exported: object = (await import(task.module)) as object;
  const found = algorithmsIn(exported).find(algorithm => algorithm.id === task.algorithm);
  const body = found?.implementations.get(task.implementation) as Implementation<Ports, Ports, Params> | undefined;
  if (found && body) return { outputs: found.outputs as Ports, body };
  throw new DaisyError('Internal', {
    message: `${task.module} does not export ${task.algorithm} with a body "${task.implementation}".`,
    action: 'Give as module the one that exports the algorithm after its bodies are attached.',
  });
}

/** Algorithms among the exports of a module, and in objects that it exports, such as `ct`. */
function algorithmsIn(exported: object): readonly AnyAlgorithm[] {
  const values: unknown[] = Object.values(exported);
  return values.flatMap(value => {
    if (typeof value !== 'object' || value === null) return [];
    if ('implementations' in value) return [value as AnyAlgorithm];
    return Object.values(value).filter(
      (inner): inner is AnyAlgorithm => typeof inner === 'object' && inner !== null && 'implementations' in inner,
    );
  });
}
