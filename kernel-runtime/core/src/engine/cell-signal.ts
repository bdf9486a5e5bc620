/**
 * The signal of the notebook cell whose code calls this: aborted when the user interrupts the cell. Undefined outside of a Daisy kernel.
 * Long work that a cell waits for listens to it.
 */
export function cellSignal(): AbortSignal | undefined {
  const kernel = (globalThis as { readonly [kernelSymbol]?: { readonly signal?: AbortSignal } })[kernelSymbol];
  return kernel?.signal;
}

const kernelSymbol: unique symbol = Symbol.for('daisy.kernel.v1') as never;
