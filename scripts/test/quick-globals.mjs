/**
 * Transforms modules for jest: TypeScript by swc, then the names of the language's own objects (`Math`, `Float32Array`, ...) become
 * constants of the module. In jest's context each look-up of a global costs some hundred times what it costs in a program: loops over
 * numbers run 20 times as long without this.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import swc from '@swc/jest';

/** What no test replaces by a fake one. */
const names = [
  ...['Math', 'Number', 'String', 'Boolean', 'Object', 'Array', 'BigInt', 'Symbol', 'Map', 'Set', 'WeakMap', 'Promise'],
  ...['Infinity', 'NaN', 'Atomics', 'ArrayBuffer', 'SharedArrayBuffer', 'DataView'],
  ...['Int8Array', 'Int16Array', 'Int32Array', 'BigInt64Array', 'Float32Array', 'Float64Array'],
  ...['Uint8Array', 'Uint8ClampedArray', 'Uint16Array', 'Uint32Array', 'BigUint64Array'],
];

/** The module with its globals as constants, in its first line so that no other line moves. */
export function withQuickGlobals(code) {
  const used = names.filter(name => new RegExp(`(?<![.\\w$])${name}\\b`).test(code) && !isBound(code, name));
  return used.length === 0 ? code : `const { ${used.join(', ')} } = globalThis; ${code}`;
}

/** Whether the module may have something of its own under a name. */
const isBound = (code, name) =>
  new RegExp(`\\b(class|function|const|let|var|as)\\s+${name}\\b|\\bimport\\b[^;]*[{,\\s]${name}\\s*(,|}|from)`).test(
    code,
  );

const own = readFileSync(fileURLToPath(import.meta.url));

/** @param options those of @swc/jest */
export function createTransformer(options) {
  const typescript = swc.createTransformer(options);
  return {
    process(code, path, jest) {
      if (!/\.tsx?$/.test(path)) return { code: withQuickGlobals(code) };
      const made = typescript.process(code, path, jest);
      return { ...made, code: withQuickGlobals(made.code) };
    },
    getCacheKey: (code, path, jest) =>
      createHash('sha1')
        .update(typescript.getCacheKey(code, path, jest))
        .update(own)
        .digest('hex'),
  };
}

export default { createTransformer };
