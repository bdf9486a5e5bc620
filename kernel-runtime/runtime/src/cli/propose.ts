import { basename, resolve } from 'node:path';
import { closePool } from '@daisy-lab/compute';
import { DaisyError, type DaisyDocument } from '@daisy-lab/core';
import { ct } from '@daisy-lab/techniques';
import { saveDocument } from '../documents/save-document.js';
import { Engine } from '../engine/local-engine.js';
import { checkWritable } from '../io/partial-file.js';
import { openScan } from '../io/scan/open-scan.js';
import { readFlags, takeFlag } from './flags.js';

/** `daisy propose <scan> [--out FILE.daisy] [--overwrite] [--<parameter> VALUE ...]` */
export async function propose([path, ...args]: readonly string[]): Promise<number> {
  if (path === undefined || path.startsWith('--')) {
    throw new DaisyError('Input', { message: 'daisy propose needs a scan.', action: 'Name a file or a folder.' });
  }
  const { value, words } = takeFlag(args, 'out');
  const out = value === undefined ? undefined : resolve(value);
  const { params, overwrite } = readFlags(ct.auto, words);
  if (out !== undefined) checkWritable(out, overwrite);
  const scan = await openScan(path);
  for (const warning of scan.description.warnings) process.stderr.write(`${warning}\n`);
  const { document, choices } = await Engine.local().run(ct.auto, { scan }, { params });
  await closePool();
  for (const { topic, chosen, why } of choices as readonly ct.AutoChoice[]) {
    process.stdout.write(`${topic.padEnd(7)} ${chosen}\n        ${why}\n`);
  }
  if (out === undefined) return 0;
  saveDocument(out, document as DaisyDocument, { overwrite });
  process.stdout.write(`${basename(out)} is written; run it with: daisy run ${basename(out)} --out volume.h5\n`);
  return 0;
}
