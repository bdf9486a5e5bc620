/** One output in several forms; a front end shows the richest that it knows. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** What the kernel asks a value for when a cell shows it: a bundle, a promise of one, or nothing when it is shown already. */
export const displaySymbol: unique symbol = Symbol.for('Jupyter.display') as never;

/** A value that a notebook shows as a picture or curve, and a console as text. */
export interface Displayable {
  readonly bundle: MimeBundle;
  toString(): string;
}

/** Makes a value that notebooks show by its bundle. */
export function displayable(bundle: MimeBundle): Displayable {
  const text = String(bundle['text/plain'] ?? '');
  return Object.defineProperties({} as Displayable, {
    bundle: { value: bundle, enumerable: true },
    toString: { value: () => text },
    [displaySymbol]: { value: () => bundle },
    [Symbol.for('nodejs.util.inspect.custom')]: { value: () => text },
  });
}

/** The part of the kernel that shows things while a cell runs; absent outside a kernel. */
export interface KernelDisplay {
  display(bundle: MimeBundle, metadata?: object, transient?: { readonly display_id?: string }): void;
  updateDisplay(id: string, bundle: MimeBundle): void;
  /** Shows, in the name of the cell that runs now, what takes time to draw; the cell's reply waits for it. */
  drawLater?(bundle: Promise<MimeBundle>, id: string, update: boolean): void;
}

export function kernelDisplay(): KernelDisplay | undefined {
  const found = (globalThis as Record<symbol, unknown>)[Symbol.for('daisy.kernel.v1')] as
    Partial<KernelDisplay> | undefined;
  return found?.display && found.updateDisplay ? (found as KernelDisplay) : undefined;
}
