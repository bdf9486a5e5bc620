import { join } from 'node:path';

/**
 * A folder of results. Nothing under `results` is ever changed: it appears by a rename when it is complete.
 *
 *   results/<two letters>/<key>/result.json   what it is: arrays, checksums, provenance
 *                               values.bin    outputs that are no arrays
 *                               <output>.bin  the bytes of an array, little endian, C order
 *   partial/<key>/                            the same on its way, with pieces.jsonl: one line per finished piece
 *   partial/<key>.lock                        the process that is at it
 *   use/<process>/<key>                       what a process holds, which is not evicted
 *   newest/<step>.json                        key and header of the newest result of a step
 */
export const layout = {
  results: (root: string): string => join(root, 'results'),
  result: (root: string, key: string): string => join(root, 'results', key.slice(0, 2), key),
  partial: (root: string): string => join(root, 'partial'),
  lock: (folder: string): string => `${folder}.lock`,
  header: 'result.json',
  values: 'values.bin',
  pieces: 'pieces.jsonl',
  arrayFile: (output: string): string => `${encodeURIComponent(output)}.bin`,
};
