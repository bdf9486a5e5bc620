import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NewestResult, ResultHeader } from '@daisy-lab/core';

/** Remembers the newest result of each step, also when the result itself has gone. It says what has changed since. */
export const newestResults = {
  note(root: string, key: string, header: ResultHeader): void {
    const path = fileOf(root, header.node, header.algorithm);
    const aside = `${path}.${randomUUID()}`;
    try {
      mkdirSync(join(root, 'newest'), { recursive: true });
      writeFileSync(aside, JSON.stringify({ key, header }));
      renameSync(aside, path);
    } catch {
      rmSync(aside, { force: true }); // it is only good for a sentence
    }
  },

  find(root: string, node: string, algorithm: string): NewestResult | null {
    try {
      const found = JSON.parse(readFileSync(fileOf(root, node, algorithm), 'utf8')) as NewestResult;
      return found.header.node === node && found.header.algorithm === algorithm ? found : null;
    } catch {
      return null;
    }
  },
};

function fileOf(root: string, node: string, algorithm: string): string {
  const name = createHash('sha256')
    .update(JSON.stringify([node, algorithm]))
    .digest('hex')
    .slice(0, 24);
  return join(root, 'newest', `${name}.json`);
}
