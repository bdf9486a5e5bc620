import { ownerOrLatest } from './attribution.js';

/** Clears the output of a cell; `wait` keeps it until something new is shown, so that the page does not flicker. */
export type PublishClear = (wait: boolean, cell: string | undefined) => void;

/** Adds `display.clear()` to the global `display`. */
export function installClearOutput(publish: PublishClear): void {
  const { display } = globalThis as unknown as { readonly display: object };
  Object.assign(display, {
    clear: ({ wait = false }: { readonly wait?: boolean } = {}) => publish(wait, ownerOrLatest()?.id),
  });
}
