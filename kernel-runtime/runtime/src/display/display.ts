import type { NdArray, Ports, Run } from '@daisy-lab/core';
import { isArray } from '../io/save-volume.js';
import { displayable, kernelDisplay, type Displayable, type MimeBundle } from './bundle.js';
import { displayRun } from './run.js';
import { show } from './show.js';

/**
 * Shows a value at once: an array as a picture, a run as its progress (updated in place until it ends), anything else that can be
 * shown as what it is. Outside a notebook it prints text.
 */
export async function display(value: NdArray | Displayable | Run<Ports>): Promise<void> {
  if (isRun(value)) return displayRun(value);
  put((isArray(value) ? show(value) : value).bundle);
}

function isRun(value: object): value is Run<Ports> {
  return 'record' in value && Symbol.asyncIterator in value;
}

function put(bundle: MimeBundle): void {
  const kernel = kernelDisplay();
  if (kernel) kernel.display(bundle);
  else process.stdout.write(`${displayable(bundle).toString()}\n`);
}
