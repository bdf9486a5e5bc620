import type { CellOutcome, CellRequest, Engine } from '../engine/engine.js';
import type { StopReason } from '../io/interrupter.js';
import { culprit, forgetOwner, setLatest, within, type LiveCell } from './attribution.js';
import { Interrupted } from './describe-error.js';
import { MemoryReached } from './memory-limit.js';
import { stopAllTimers, stopTimers } from './timers.js';

interface RunningCell extends LiveCell {
  /** Ends the cell with this error; nothing happens when it has ended already. */
  end(error: unknown): void;
  /** Aborts its signal. */
  stop(): void;
}

const mostRemembered = 1000;

/** Runs cells one at a time on the main thread and ends each exactly once: by its end, its error, an interrupt, or a stray error. */
export class CellRunner {
  readonly #engine: Promise<Engine>;
  #running: RunningCell | undefined;
  /** Cells that have ended; what they left running can be stopped. */
  readonly #earlier = new Set<WeakRef<RunningCell>>();

  constructor(engine: Promise<Engine>) {
    this.#engine = engine;
  }

  get atWork(): boolean {
    return this.#running !== undefined;
  }

  async run(asked: Omit<CellRequest, 'signal' | 'within'>): Promise<CellOutcome> {
    const engine = await this.#engine;
    const abort = new AbortController();
    return new Promise<CellOutcome>(resolve => {
      const finish = (outcome: CellOutcome): void => {
        if (this.#running !== cell) return;
        this.#running = undefined;
        this.#remember(cell);
        resolve(outcome);
      };
      const cell: RunningCell = {
        id: asked.cell,
        signal: abort.signal,
        stops: new Set(),
        drawing: new Set(),
        stop: () => abort.abort(new Interrupted()),
        // In a turn of its own: the one at work may be terminated.
        end: error => {
          abort.abort(error);
          setImmediate(() => finish(engine.fail(error, asked.cell)));
        },
      };
      const request: CellRequest = { ...asked, signal: abort.signal, within: body => within(cell, body) };
      this.#running = cell;
      setLatest(cell);
      // Started from a fresh turn, not from the message handler: a terminated handler would leave the port's dispatch half done.
      // What a cell returns or throws because it was stopped is not its outcome.
      const settle = (outcome: CellOutcome): void => (abort.signal.aborted ? undefined : finish(outcome));
      setImmediate(() => {
        engine
          .execute(request)
          .then(async outcome => {
            await Promise.all(cell.drawing);
            return outcome;
          })
          .then(settle, (error: unknown) => abort.signal.aborted || settle(engine.fail(error, asked.cell)));
      });
    });
  }

  /** Ends the cell and clears its timers. Without a cell at work it clears what earlier cells left; returns how many those were. */
  interrupt(id: string | undefined, reason: StopReason): number {
    forgetOwner();
    if (id === undefined) return this.#stopEarlier();
    const cell = this.#running;
    if (cell?.id !== id) return 0;
    stopTimers(cell);
    cell.end(reason === 'memory' ? new MemoryReached() : new Interrupted());
    return 0;
  }

  #remember(cell: RunningCell): void {
    this.#earlier.add(new WeakRef(cell));
    if (this.#earlier.size <= mostRemembered) return;
    for (const earlier of this.#earlier) if (!earlier.deref()) this.#earlier.delete(earlier);
  }

  #stopEarlier(): number {
    for (const cell of this.#earlier) cell.deref()?.stop();
    this.#earlier.clear();
    return stopAllTimers();
  }

  /** An error that no one caught: the cell at work ends with it when it is the cell's own. Else the cell that it came from. */
  stray(error: unknown): LiveCell | undefined | 'taken' {
    if (isStop(error)) return 'taken';
    const cell = culprit();
    if (cell?.signal.aborted && cell.signal.reason === error) return 'taken';
    if (!this.#running || cell?.id !== this.#running.id) return cell;
    this.#running.end(error);
    return 'taken';
  }
}

/** Whatever was thrown: the prototype of a Proxy may throw when it is looked at. */
function isStop(error: unknown): boolean {
  try {
    return error instanceof Interrupted || error instanceof MemoryReached;
  } catch {
    return false;
  }
}
