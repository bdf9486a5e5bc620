import type { CellOutcome, CellRequest, Engine } from '../engine/engine.js';
import { forgetOwner, ownerOrLatest, setLatest, within, type LiveCell } from './attribution.js';
import { Interrupted } from './describe-error.js';

interface RunningCell extends LiveCell {
  /** Ends the cell with this error; nothing happens when it has ended already. */
  end(error: unknown): void;
}

/** Runs cells one at a time on the main thread and ends each exactly once: by its end, its error, an interrupt, or a stray error. */
export class CellRunner {
  readonly #engine: Promise<Engine>;
  #running: RunningCell | undefined;

  constructor(engine: Promise<Engine>) {
    this.#engine = engine;
  }

  async run(asked: Omit<CellRequest, 'signal' | 'within'>): Promise<CellOutcome> {
    const engine = await this.#engine;
    const abort = new AbortController();
    return new Promise<CellOutcome>(resolve => {
      const finish = (outcome: CellOutcome): void => {
        if (this.#running !== cell) return;
        this.#running = undefined;
        resolve(outcome);
      };
      const cell: RunningCell = {
        id: asked.cell,
        stops: new Set(),
        drawing: new Set(),
        // In a turn of its own: the one at work may be terminated.
        end: error => {
          abort.abort();
          setImmediate(() => finish(engine.fail(error, asked.cell)));
        },
      };
      const request: CellRequest = { ...asked, signal: abort.signal, within: body => within(cell, body) };
      this.#running = cell;
      setLatest(cell);
      // Started from a fresh turn, not from the message handler: a terminated handler would leave the port's dispatch half done.
      setImmediate(() => {
        engine
          .execute(request)
          .then(async outcome => {
            await Promise.all(cell.drawing);
            return outcome;
          })
          .then(finish, (error: unknown) => finish(engine.fail(error, asked.cell)));
      });
    });
  }

  /** Ends the cell and clears its timers. */
  interrupt(id: string): void {
    forgetOwner();
    const cell = this.#running;
    if (cell?.id !== id) return;
    for (const stop of cell.stops) stop();
    cell.stops.clear();
    cell.end(new Interrupted());
  }

  /** An error that no one caught. True when it belongs to the cell at work, which it ends. */
  stray(error: unknown): boolean {
    if (error instanceof Interrupted) return true;
    if (!this.#running || ownerOrLatest()?.id !== this.#running.id) return false;
    this.#running.end(error);
    return true;
  }
}
