import { readFileSync } from 'node:fs';

/** Version of Daisy, as its package says. */
export const productVersion: string = versionOf(new URL('../package.json', import.meta.url));

function versionOf(file: URL): string {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
  } catch {
    return '0.1.0'; // a bundle carries no package.json
  }
}
