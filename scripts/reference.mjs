/** `npm run reference`: writes docs/reference and the schema of documents from the contracts. Build first. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { documentSchema } from '@daisy-lab/core';
import { catalogue } from '@daisy-lab/runtime';
import { referenceFiles } from '../kernel-runtime/runtime/lib/documents/reference.js';
import { inRoot } from './setup/paths.mjs';

const folder = inRoot('docs/reference');
rmSync(folder, { recursive: true, force: true });
const files = referenceFiles(catalogue);
for (const [name, text] of files) {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
writeFileSync(
  inRoot('kernel-runtime/core/schema/daisy-document.schema.json'),
  `${JSON.stringify(documentSchema, null, 2)}\n`,
);
console.log(`${files.size} files in docs/reference`);
