import type { TypePolicy } from './messages.js';

const policies: readonly string[] = ['error', 'warn', 'off'] satisfies TypePolicy[];

/**
 * What type errors do, from DAISY_TYPES.
 * @throws Error with one sentence when it is none of `error`, `warn`, `off`
 */
export function typePolicy(environment: Readonly<Record<string, string | undefined>>): TypePolicy {
  const wanted = environment['DAISY_TYPES'] || 'error';
  if (!policies.includes(wanted))
    throw new Error(`There is no policy "${wanted}" for type errors: DAISY_TYPES is error, warn or off.`);
  return wanted as TypePolicy;
}
