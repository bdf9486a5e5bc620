import { DaisyError } from '@daisy-lab/core';

/** Names of the ways in which a disk says that it takes no more. */
const noRoom = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** The error for an exchange file that cannot be written or read. */
export function exchangeError(verb: 'written' | 'read', path: string, cause: unknown): DaisyError {
  if (cause instanceof DaisyError) return cause;
  const code = (cause as { code?: unknown } | null)?.code;
  if (verb === 'written' && typeof code === 'string' && noRoom.has(code)) {
    return new DaisyError('Resource', {
      message: `The disk that holds ${path} is full.`,
      action: 'Free some space, or point the environment variable TMPDIR at a disk with more room.',
      path,
      cause,
    });
  }
  if (verb === 'read' && code === 'ENOENT') {
    return new DaisyError('File', {
      message: `The program ended well, but has not written ${path}.`,
      action: 'Check that it is told where its result belongs.',
      path,
      cause,
    });
  }
  const reason = cause instanceof Error ? ` (${cause.message})` : '';
  return new DaisyError('File', {
    message: `${path} cannot be ${verb}${reason}.`,
    action: verb === 'read' ? 'Check that the program writes it, and in the format that the body names.' : '',
    path,
    cause,
  });
}
