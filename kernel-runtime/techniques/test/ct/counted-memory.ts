// Counts the memory that numeric code makes. To be imported before it: modules keep the constructors that they find when they are loaded.

let bytes = 0;

const scope = globalThis as unknown as Record<string, new (...given: unknown[]) => { byteLength: number }>;
for (const name of ['Float32Array', 'Float64Array', 'Uint8Array', 'Uint16Array', 'Uint32Array', 'SharedArrayBuffer']) {
  scope[name] = new Proxy(scope[name]!, {
    construct: (target, given, newTarget) => {
      const made = Reflect.construct(target, given, newTarget) as { byteLength: number };
      // of a length; views on memory that is there take none
      if (typeof given[0] === 'number') bytes += made.byteLength;
      return made;
    },
  });
}
WebAssembly.Memory = new Proxy(WebAssembly.Memory, {
  construct: (target, [size]: ConstructorParameters<typeof WebAssembly.Memory>) => {
    bytes += size.initial * 65536;
    return new target(size);
  },
});

/** Bytes of the arrays of some length and of the memories of WebAssembly that are made in this thread meanwhile. */
export async function madeBy(work: () => unknown): Promise<number> {
  const before = bytes;
  await work();
  return bytes - before;
}
