import { join } from 'node:path';
import ts from 'typescript';
import type { TypePolicy } from './messages.js';

const policies: readonly string[] = ['error', 'warn', 'off'] satisfies TypePolicy[];

/**
 * What type errors do: the environment variable DAISY_TYPES, else `"daisy": { "types": ... }` of the tsconfig.json beside the notebook,
 * else they stop the cell.
 * @throws Error with one sentence when it is none of `error`, `warn`, `off`
 */
export function typePolicy(cwd: string, environment: Readonly<Record<string, string | undefined>>): TypePolicy {
  const chosen = environment['DAISY_TYPES'] || folderPolicy(cwd) || 'error';
  if (!policies.includes(chosen)) {
    const sentence = `There is no policy "${chosen}" for type errors: DAISY_TYPES, or daisy.types in tsconfig.json, is error, warn or off.`;
    throw new Error(sentence);
  }
  return chosen as TypePolicy;
}

function folderPolicy(cwd: string): string | undefined {
  const { config } = ts.readConfigFile(join(cwd, 'tsconfig.json'), path => ts.sys.readFile(path)) as {
    readonly config?: { readonly daisy?: { readonly types?: unknown } };
  };
  const types = config?.daisy?.types;
  return types === undefined ? undefined : String(types);
}
