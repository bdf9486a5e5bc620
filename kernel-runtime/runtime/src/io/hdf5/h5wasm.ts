import type * as H5wasm from 'h5wasm/node';

export type { Dataset, Entity, File, Group } from 'h5wasm/node';
export type Library = typeof H5wasm;

let loading: Promise<Library> | undefined;

/** The HDF5 library, loaded at first use; its errors are thrown instead of printed. */
export function loadLibrary(): Promise<Library> {
  loading ??= (async () => {
    const library = await import('h5wasm/node');
    const module = await library.ready;
    module.activate_throwing_error_handler();
    return library;
  })();
  return loading;
}
