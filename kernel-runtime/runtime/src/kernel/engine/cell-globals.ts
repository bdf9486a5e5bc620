/** What every cell sees without an import: the kernel's `display`, and WebAssembly, which the Node types of older lines lack. */
export const cellGlobals = `
/** Shows a value in the output of this cell, in its rich form when it has one; \`update\` draws it again in the same place. */
declare function display(value: unknown, options?: { readonly id?: string }): { readonly id: string; update(value: unknown): void };
declare namespace display { function update(id: string, value: unknown): void; }
declare namespace WebAssembly {
  interface Module {}
  interface Instance { readonly exports: Record<string, any>; }
  interface Memory { readonly buffer: ArrayBuffer; grow(pages: number): number; }
  var Module: { new (bytes: ArrayBufferView | ArrayBufferLike): Module };
  var Instance: { new (module: Module, imports?: Record<string, Record<string, unknown>>): Instance };
  var Memory: { new (pages: { initial: number; maximum?: number; shared?: boolean }): Memory };
  function compile(bytes: ArrayBufferView | ArrayBufferLike): Promise<Module>;
  function instantiate(module: Module, imports?: Record<string, Record<string, unknown>>): Promise<Instance>;
}
`;
