import { randomUUID } from 'node:crypto';
import { types } from 'node:util';
import type { Ports, Run } from '@daisy-lab/core';
import { kernelDisplay, type MimeBundle } from './bundle.js';
import { rich, type Rich } from './rich.js';
import { displayRun } from './run.js';
import { toBundle } from './to-bundle.js';

/** A place in the notebook that can be drawn again, from this cell or a later one. */
export interface Shown {
  readonly id: string;
  /** Draws another value in the same place. */
  update(value: unknown): void;
  /** Leaves the place empty. */
  clear(): void;
}

export interface DisplayOptions {
  /** Name of the place, for `display.update`; a new one by default. */
  readonly id?: string;
}

type Drawing = { readonly [Kind in keyof Rich]: (...values: Parameters<Rich[Kind]>) => Shown };

/**
 * Shows values at once, below the cell: an array as curve or picture, tables, Vega-Lite charts, pictures, a promise when it is
 * fulfilled, all else as inspected text. Outside a notebook the text is printed.
 */
export interface Display extends Drawing {
  /** Shows a run as its progress, updated in place; the promise is fulfilled when the run has ended. */
  (run: Run<Ports>): Promise<void>;
  (value: unknown, options?: DisplayOptions): Shown;
  /** Draws a value in a place that was named before. */
  update(id: string, value: unknown): void;
}

const shownMark: unique symbol = Symbol.for('daisy.shown.v1') as never;
const empty: MimeBundle = { 'text/html': '', 'text/plain': '' };

/** True for what `display` returned: it stands in the notebook already. */
export function isShown(value: unknown): value is Shown {
  return typeof value === 'object' && value !== null && !types.isProxy(value) && Object.hasOwn(value, shownMark);
}

function showValue(value: unknown, { id = randomUUID() }: DisplayOptions = {}): Shown | Promise<void> {
  if (isRun(value)) return displayRun(value);
  if (isShown(value)) return value;
  draw(value, id, false);
  const shown: Shown = {
    id,
    update: next => draw(next, id, true),
    clear: () => put(empty, id, true),
  };
  return Object.defineProperty(shown, shownMark, { value: true });
}

function draw(value: unknown, id: string, update: boolean): void {
  const bundle = types.isPromise(value) ? value.then(toBundle) : toBundle(value);
  if (!(bundle instanceof Promise)) return put(bundle, id, update);
  const kernel = kernelDisplay();
  if (kernel?.drawLater) kernel.drawLater(bundle, id, update);
  else void bundle.then(drawn => put(drawn, id, update));
}

function put(bundle: MimeBundle, id: string, update: boolean): void {
  const kernel = kernelDisplay();
  if (!kernel) process.stdout.write(`${String(bundle['text/plain'])}\n`);
  else if (update) kernel.updateDisplay(id, bundle);
  else kernel.display(bundle, {}, { display_id: id });
}

function isRun(value: unknown): value is Run<Ports> {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return false;
  return typeof (value as Partial<Run<Ports>>).record === 'function' && Symbol.asyncIterator in value;
}

const drawings = Object.fromEntries(
  Object.entries(rich).map(([kind, make]) => [
    kind,
    (...values: unknown[]) => showValue((make as (...values: unknown[]) => unknown)(...values)),
  ]),
);

export const display: Display = Object.assign(showValue, drawings, {
  update: (id: string, value: unknown) => draw(value, id, true),
}) as unknown as Display;
