import type { KernelDisplay } from '../../display/bundle.js';
import { display } from '../../display/display.js';
import type { MimeBundle } from '../engine/engine.js';
import type { DisplayContent } from '../messages.js';
import { ownerOrLatest } from './attribution.js';

/** Publishes a display for a cell. */
export type PublishDisplay = (content: DisplayContent, update: boolean, cell: string | undefined) => void;

/** What libraries find under `globalThis[Symbol.for('daisy.kernel.v1')]`. */
export interface KernelBridge extends KernelDisplay {
  display(
    bundle: MimeBundle,
    metadata?: Readonly<Record<string, unknown>>,
    transient?: { readonly display_id?: string },
  ): void;
}

/** Makes the global function `display` and the bridge for libraries. */
export function installDisplay(publish: PublishDisplay): KernelBridge {
  const bridge: KernelBridge = {
    display: (data, metadata = {}, transient = {}) =>
      publish({ data, metadata, transient }, false, ownerOrLatest()?.id),
    updateDisplay: (id, data) =>
      publish({ data, metadata: {}, transient: { display_id: id } }, true, ownerOrLatest()?.id),
    drawLater: (bundle, id, update) => {
      const cell = ownerOrLatest();
      const drawing = bundle.then(data =>
        publish({ data, metadata: {}, transient: { display_id: id } }, update, cell?.id),
      );
      cell?.drawing.add(drawing);
      // A failure is told by the cell, which waits for its drawings.
      drawing.catch(() => undefined).finally(() => cell?.drawing.delete(drawing));
    },
  };
  Object.assign(globalThis, { display, [Symbol.for('daisy.kernel.v1')]: bridge });
  return bridge;
}
