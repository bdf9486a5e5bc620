import { randomUUID } from 'node:crypto';
import type { MimeBundle } from '../engine/engine.js';
import type { DisplayContent } from '../messages.js';
import { ownerOrLatest } from './attribution.js';
import { mimeBundle } from './mime-bundle.js';

/** Publishes a display for a cell. */
export type PublishDisplay = (content: DisplayContent, update: boolean, cell: string | undefined) => void;

/** What the global `display` returns: the place in the notebook, which can be drawn again. */
export interface Shown {
  readonly id: string;
  update(value: unknown): void;
}

/** What libraries find under `globalThis[Symbol.for('daisy.kernel.v1')]`. */
export interface KernelBridge {
  display(
    bundle: MimeBundle,
    metadata?: Readonly<Record<string, unknown>>,
    transient?: { readonly display_id?: string },
  ): void;
  updateDisplay(id: string, bundle: MimeBundle): void;
}

/** Makes the global function `display` and the bridge for libraries. */
export function installDisplay(publish: PublishDisplay): KernelBridge {
  const bridge: KernelBridge = {
    display: (data, metadata = {}, transient = {}) =>
      publish({ data, metadata, transient }, false, ownerOrLatest()?.id),
    updateDisplay: (id, data) =>
      publish({ data, metadata: {}, transient: { display_id: id } }, true, ownerOrLatest()?.id),
  };

  function draw(value: unknown, id: string, update: boolean): void {
    const cell = ownerOrLatest();
    const show = (data: MimeBundle): void =>
      publish({ data, metadata: {}, transient: { display_id: id } }, update, cell?.id);
    const bundle = mimeBundle(value);
    if (!(bundle instanceof Promise)) return show(bundle);
    const drawing = bundle.then(show);
    cell?.drawing.add(drawing);
    void drawing.finally(() => cell?.drawing.delete(drawing));
  }

  function display(value: unknown, { id = randomUUID() }: { readonly id?: string } = {}): Shown {
    draw(value, id, false);
    return { id, update: next => draw(next, id, true) };
  }

  Object.assign(globalThis, {
    display: Object.assign(display, { update: (id: string, value: unknown) => draw(value, id, true) }),
    [Symbol.for('daisy.kernel.v1')]: bridge,
  });
  return bridge;
}
