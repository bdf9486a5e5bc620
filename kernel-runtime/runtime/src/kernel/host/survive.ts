import type { CellError } from '../engine/engine.js';
import type { CellRunner } from './cell-runner.js';
import { describeError } from './describe-error.js';

/** Publishes an error in a cell that has ended. */
export type PublishError = (
  content: Pick<CellError, 'ename' | 'evalue' | 'traceback'>,
  cell: string | undefined,
) => void;

/** Errors that nobody catches end or mark their cell, never the kernel. Cells that remove all listeners do not change that. */
export function survive(cells: CellRunner, publish: PublishError): void {
  const listen = (event: 'unhandledRejection' | 'uncaughtException', what: string): void => {
    const listener = (error: unknown): void => {
      const cell = cells.stray(error);
      if (cell === 'taken') return;
      const { ename, evalue, traceback } = describeError(error);
      publish({ ename, evalue, traceback: [what, ...traceback] }, cell?.id);
    };
    process.on(event, listener);
    process.on('removeListener', (removed: string | symbol, gone: unknown) => {
      if (removed !== event || gone !== listener) return;
      // After the removal, which may clear everything at its end.
      process.nextTick(
        () => process.listeners(event as 'uncaughtException').includes(listener) || process.on(event, listener),
      );
    });
  };
  listen('unhandledRejection', 'A promise of this cell was rejected after the cell had ended:');
  listen('uncaughtException', 'A callback of this cell failed after the cell had ended:');
}
