import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

/** The names a package promises, values and types alike, read from its table of contents. */
function publicNames(folder: string): string[] {
  const text = readFileSync(join(process.cwd(), folder, 'src/index.ts'), 'utf8');
  const groups = [...text.matchAll(/export\s+(type\s+)?\{([^}]*)\}/g)];
  const names = groups.flatMap(([, type, list]) =>
    list!
      .split(',')
      .map(name => name.trim())
      .filter(Boolean)
      .map(name => (type ? `type ${name}` : name)),
  );
  const stars = [...text.matchAll(/export \* from '([^']+)'/g)].map(([, from]) => `* from ${from}`);
  return [...names, ...stars].sort();
}

test.each([
  'kernel-runtime/core',
  'kernel-runtime/compute',
  'kernel-runtime/techniques',
  'kernel-runtime/runtime',
  'apps',
  'extension',
])('the public names of %s change only on purpose', folder => {
  expect(publicNames(folder)).toMatchSnapshot();
});
