import { recordOf, type ErrorRecord, type KernelLink, type LogLine } from '@daisy-lab/core';
import { newestWins } from '../../kit/link/newest-wins.js';
import { ViewModel } from '../view-model.js';

/** Lines that a panel keeps. */
const mostLines = 5000;

export interface LogView {
  /** The oldest first; null until the kernel has answered. */
  readonly lines: readonly LogLine[] | null;
  /** Level that a line has at least, to be shown. */
  readonly level: LogLine['level'];
  readonly words: string;
  readonly error: ErrorRecord | null;
}

const levels: readonly LogLine['level'][] = ['info', 'warning', 'error'];

/** What the engine of a kernel says, followed line by line. */
export class LogModel extends ViewModel<LogView> {
  readonly #link: KernelLink;
  readonly #refresh: (wish: null) => Promise<void>;
  #last = 0;

  constructor(link: KernelLink) {
    super({ lines: null, level: 'info', words: '', error: null });
    this.#link = link;
    this.#refresh = newestWins(
      () => this.#ask(),
      error => this.update({ error: recordOf(error) }),
    );
  }

  start(): void {
    this.onStop(this.#link.onEvent(({ topic }) => topic === 'log' && void this.#refresh(null)));
    this.onStop(
      this.#link.onState(state => {
        if (state !== 'ready') return;
        // A kernel that was started anew counts its lines anew.
        this.#last = 0;
        void this.#refresh(null);
      }),
    );
    void this.#refresh(null);
  }

  filter(change: Partial<Pick<LogView, 'level' | 'words'>>): void {
    this.update(change);
  }

  /** Takes the lines off the panel; new ones come. */
  clear(): void {
    this.update({ lines: [] });
  }

  async #ask(): Promise<void> {
    const { result } = await this.#link.request('log.list', { after: this.#last });
    this.#last = result.lines.at(-1)?.seq ?? this.#last;
    this.update({ lines: [...(this.getView().lines ?? []), ...result.lines].slice(-mostLines), error: null });
  }
}

/** The lines of at least a level that have all the words. */
export function shownLines({ lines, level, words }: LogView): readonly LogLine[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const least = levels.indexOf(level);
  return (lines ?? []).filter(line => {
    const text = `${line.title} ${line.step} ${line.text}`.toLowerCase();
    return levels.indexOf(line.level) >= least && wanted.every(word => text.includes(word));
  });
}
