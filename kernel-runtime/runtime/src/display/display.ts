import { randomUUID } from 'node:crypto';
import type { NdArray, Ports, Run, RunRecord } from '@daisy-lab/core';
import { isArray } from '../io/save-volume.js';
import { displayable, kernelDisplay, type Displayable, type MimeBundle } from './bundle.js';
import { show } from './show.js';

const runMime = 'application/vnd.daisy.run.v1+json';

/**
 * Shows a value at once: an array as a picture, a run as its progress (updated in place until it ends), anything else that can be
 * shown as what it is. Outside a notebook it prints text.
 */
export async function display(value: NdArray | Displayable | Run<Ports>): Promise<void> {
  if (isRun(value)) return displayRun(value);
  put((isArray(value) ? show(value) : value).bundle);
}

function isRun(value: object): value is Run<Ports> {
  return 'record' in value && Symbol.asyncIterator in value;
}

async function displayRun(run: Run<Ports>): Promise<void> {
  const kernel = kernelDisplay();
  const id = randomUUID();
  kernel?.display(runBundle(run.record()), {}, { display_id: id });
  for await (const event of run) {
    if (kernel) kernel.updateDisplay(id, runBundle(run.record()));
    else if (event.state !== 'running' || event.progress === 0)
      process.stdout.write(`${event.title}: ${event.state}\n`);
  }
}

function runBundle(record: RunRecord): MimeBundle {
  return { [runMime]: record, 'text/plain': runText(record) };
}

/** `CT reconstruction: 42 %, Reconstruct slices, 3 s left` */
function runText({ title, state, progress, step, remainingMs, error }: RunRecord): string {
  if (state === 'failed' || state === 'cancelled') return `${title}: ${error?.message ?? state}`;
  const left = state === 'running' && remainingMs !== null ? `, ${Math.ceil(remainingMs / 1000)} s left` : '';
  return state === 'done' ? `${title}: done` : `${title}: ${Math.floor(progress * 100)} %, ${step}${left}`;
}

function put(bundle: MimeBundle): void {
  const kernel = kernelDisplay();
  if (kernel) kernel.display(bundle);
  else process.stdout.write(`${displayable(bundle).toString()}\n`);
}
