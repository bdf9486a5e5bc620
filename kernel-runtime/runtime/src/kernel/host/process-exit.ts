import { owner, ownerOrLatest } from './attribution.js';

/** Thrown by `process.exit()` in a cell. */
export class ProcessExit extends Error {
  override readonly name = 'ProcessExit';
  constructor(code: unknown) {
    super(
      `process.exit(${code === undefined ? '' : String(code)}) was called. It ends this cell only: the kernel and its variables stay. ` +
        'To end the kernel, shut it down or restart it.',
    );
  }
}

const exit = process.exit.bind(process);

/** Ends the kernel process. */
export const endProcess: (code: number) => never = exit;

/**
 * In a notebook `process.exit()` stops the cell, as `sys.exit()` does in Python: a script that was pasted into a cell must not take
 * hours of work with it. Code of the kernel itself uses `endProcess`.
 */
export function keepProcess(atWork: () => boolean): void {
  process.exit = ((code?: number | string | null): never => {
    if (owner() || (atWork() && ownerOrLatest())) throw new ProcessExit(code);
    return exit(code);
  }) as typeof process.exit;
}
