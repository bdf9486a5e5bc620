import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import type { Ports, Run, RunRecord } from '@daisy-lab/core';
import { onSaved } from '../engine/saved-files.js';
import { kernelDisplay, type KernelDisplay, type MimeBundle } from './bundle.js';

/** A run in a notebook: content is a `ShownRun`. */
export const runMime = 'application/vnd.daisy.run.v1+json';

/** Least time between two drawings of one run. */
const drawMs = 100;

/** What a notebook keeps of a run. */
export interface ShownRun extends RunRecord {
  /** Input files, by input. */
  readonly inputs: Readonly<Record<string, string>>;
}

/**
 * Shows a run and draws it again in place until it ends, and once more when its outputs are saved. Outside a notebook it prints a line
 * per step.
 */
export async function displayRun(run: Run<Ports>): Promise<void> {
  const kernel = kernelDisplay();
  if (kernel) return drawRun(run, kernel);
  for await (const event of run) {
    if (event.state !== 'running' || event.progress === 0) process.stdout.write(`${event.title}: ${event.state}\n`);
  }
}

async function drawRun(run: Run<Ports>, kernel: KernelDisplay): Promise<void> {
  const id = randomUUID();
  const draw = (): void => kernel.updateDisplay(id, runBundle(run));
  kernel.display(runBundle(run), {}, { display_id: id });
  let drawnMs = performance.now();
  // By the clock, not by a timer: an interrupt clears the timers of its cell, and the last state must still be drawn.
  for await (const _ of run) {
    if (performance.now() - drawnMs < drawMs) continue;
    draw();
    drawnMs = performance.now();
  }
  draw();
  if (run.record().state === 'done') onSaved(run.provenance, draw);
}

/** A run as it stands now: for Daisy's renderer, and as a line of text for any other reader. */
export function runBundle(run: Run<Ports>): MimeBundle {
  const record = run.record();
  const content: ShownRun = { ...record, inputs: inputsOf(run) };
  return { [runMime]: content, 'text/plain': runText(record) };
}

/** A run with wrong parameters has no provenance, but a record that says what is wrong. */
function inputsOf(run: Run<Ports>): ShownRun['inputs'] {
  try {
    return run.provenance.inputs;
  } catch {
    return {};
  }
}

/** `CT reconstruction: 42 %, Reconstruct slices, 3 s left`; `CT reconstruction: done in 2.1 s, saved in volume.h5` */
export function runText({ title, state, progress, step, elapsedMs, remainingMs, outputs, error }: RunRecord): string {
  if (state === 'failed' || state === 'cancelled') return `${title}: ${error?.message ?? state}`;
  if (state === 'done') {
    const files = [...new Set(Object.values(outputs))].map(path => basename(path)).join(', ');
    return `${title}: done in ${(elapsedMs / 1000).toFixed(1)} s${files && `, saved in ${files}`}`;
  }
  const left = remainingMs === null ? '' : `, ${Math.ceil(remainingMs / 1000)} s left`;
  return `${title}: ${Math.floor(progress * 100)} %${step && `, ${step}`}${left}`;
}
