import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Whether a folder holds the metadata of a Zarr array or group. */
export function isNode(folder: string): boolean {
  return ['zarr.json', '.zgroup', '.zarray'].some(file => existsSync(join(folder, file)));
}
