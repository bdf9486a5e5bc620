import { DaisyError } from '@daisy-lab/core';

/** Compressed bytes that cannot be what an encoder wrote. */
export function damaged(codec: string, why: string): DaisyError {
  return new DaisyError('Data', {
    message: `The ${codec} data are damaged: ${why}.`,
    action: 'Copy the file again from where it was written.',
  });
}

/** The bytes that a kernel wrote. */
export function written(codec: string, bytes: number): number {
  if (bytes < 0) throw damaged(codec, 'they lead outside of the chunk');
  return bytes;
}
