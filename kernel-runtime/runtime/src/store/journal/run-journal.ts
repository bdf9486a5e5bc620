import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Ports, Run, RunEvent, RunRecord } from '@daisy-lab/core';
import { journalFolder, nextJournal } from './journal-folder.js';
import type { JournalLine, StartLine } from './lines.js';

/** Lines wait so long, so that many steps cost one write. What a killed process loses of them decides nothing. */
const gatherMs = 50;
/** Progress of one step is written at most so often. */
const progressMs = 1000;

const journaled = new WeakSet<object>();

/** Whether somebody writes the journal of a run already. */
export const isJournaled = (run: object): boolean => journaled.has(run);

/** The journal of one run: a file to which lines are added. A folder that takes none does not disturb the run. */
export class RunJournal {
  /** Settles when the run has told its last event. */
  readonly followed: Promise<void>;
  readonly #path: string;
  readonly #startedMs = performance.now();
  readonly #last = new Map<string, { state: string; ms: number }>();
  #waiting = '';
  #timer: NodeJS.Timeout | undefined;
  #broken = false;

  constructor(run: Run<Ports>, start: StartLine) {
    journaled.add(run);
    this.#path = nextJournal(journalFolder(), start.run);
    this.#add(start);
    this.#flush();
    this.followed = this.#follow(run);
  }

  /** The last line. */
  end({ state, outputs, error }: Pick<RunRecord, 'state' | 'outputs' | 'error'>): void {
    this.#add({ kind: 'end', ms: this.#ms(), state, outputs, error });
    this.#flush();
  }

  async #follow(run: AsyncIterable<RunEvent>): Promise<void> {
    for await (const event of run)
      if (this.#isNews(event)) this.#add({ kind: 'event', ms: this.#ms(), ...brief(event) });
  }

  #isNews({ node, state, log }: RunEvent): boolean {
    const last = this.#last.get(node);
    const ms = this.#ms();
    if (log === undefined && last?.state === state && ms - last.ms < progressMs) return false;
    this.#last.set(node, { state, ms });
    return true;
  }

  #add(line: JournalLine): void {
    this.#waiting += `${JSON.stringify(line)}\n`;
    this.#timer ??= setTimeout(() => this.#flush(), gatherMs).unref();
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const text = this.#waiting;
    this.#waiting = '';
    if (this.#broken || text === '') return;
    try {
      mkdirSync(dirname(this.#path), { recursive: true });
      appendFileSync(this.#path, text);
    } catch {
      this.#broken = true; // half a line would be taken for the end of the journal anyway
    }
  }

  #ms(): number {
    return Math.round(performance.now() - this.#startedMs);
  }
}

function brief({ node, title, state, progress, total, implementation, reason, error, log }: RunEvent): {
  node: string;
  title: string;
  state: RunEvent['state'];
  progress: number;
  total: number;
} {
  const more = { implementation, reason, error, log };
  const given = Object.fromEntries(Object.entries(more).filter(([, value]) => value !== undefined));
  return { node, title, state, progress: round(progress), total: round(total), ...given };
}

const round = (fraction: number): number => Math.round(fraction * 1e4) / 1e4;
