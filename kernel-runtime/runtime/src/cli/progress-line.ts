import type { RunRecord } from '@daisy-lab/core';

/** One line on the terminal that is written over and over; nothing when standard error is not a terminal. */
export class ProgressLine {
  readonly #visible: boolean;
  #drawn = false;

  constructor(quiet: boolean) {
    this.#visible = !quiet && process.stderr.isTTY === true;
  }

  show({ state, step, progress, remainingMs }: Pick<RunRecord, 'state' | 'step' | 'progress' | 'remainingMs'>): void {
    if (!this.#visible || state !== 'running') return;
    const left = remainingMs === null ? '' : `  ${Math.ceil(remainingMs / 1000)} s left`;
    process.stderr.write(
      `\r\u001b[2K${Math.floor(progress * 100)
        .toString()
        .padStart(3)} %  ${step}${left}`,
    );
    this.#drawn = true;
  }

  end(): void {
    if (this.#drawn) process.stderr.write('\r\u001b[2K');
  }
}
