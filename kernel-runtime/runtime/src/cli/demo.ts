import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DaisyError } from '@daisy-lab/core';
import { ct } from '@daisy-lab/techniques';
import { saveScan } from '../io/save-scan.js';
import { unmakeable } from '../io/partial-file.js';

/** Columns x rows x angles of the demonstration scan; they are part of its name. */
const name = 'phantom-256x64x181.h5';

/** `daisy demo <folder>`: writes the simulated scan unless it is there already. */
export async function demo([folder]: readonly string[]): Promise<number> {
  if (folder === undefined) throw new DaisyError('Input', { message: 'daisy demo needs a folder.' });
  const path = join(resolve(folder), name);
  if (existsSync(path)) {
    process.stdout.write(`${path} is there already.\n`);
    return 0;
  }
  await mkdir(resolve(folder), { recursive: true }).catch((cause: unknown) => {
    throw unmakeable(resolve(folder), cause);
  });
  const { arrays, anglesRad } = ct.simulateScan();
  await saveScan(path, { ...arrays, anglesRad });
  process.stdout.write(`${path}\n`);
  return 0;
}
