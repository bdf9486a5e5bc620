/** The part of the WebAssembly interface that the kernels use; neither Node's types nor ES2023 declare it. */
export interface WasmMemory {
  readonly buffer: SharedArrayBuffer;
}

/** A compiled module; it can be posted to workers, which then need not compile it again. */
export type WasmModule = object;

interface WasmApi {
  readonly Memory: new (size: { initial: number; maximum: number; shared: true }) => WasmMemory;
  readonly Module: new (bytes: Uint8Array) => WasmModule;
  readonly Instance: new (
    module: WasmModule,
    imports: Record<string, Record<string, unknown>>,
  ) => { readonly exports: unknown };
}

export const wasm: WasmApi = (globalThis as unknown as { WebAssembly: WasmApi }).WebAssembly;
