import type { AnyAlgorithm, Ports, Run, RunState } from '@daisy-lab/core';
import { isJournaled, RunJournal } from '../store/journal/run-journal.js';
import { startLine } from '../store/journal/start-line.js';

/** A run that is over before has no history. */
const longMs = 250;
const open: readonly RunState[] = ['queued', 'running'];

/** Notes a run whose data lie in memory, unless whoever started it does so with more knowledge. */
export function journalLongRun<O extends Ports>(run: Run<O>, algorithm: AnyAlgorithm): void {
  setTimeout(() => {
    const known = run as unknown as Run<Ports>;
    if (isJournaled(known) || !open.includes(run.record().state)) return;
    const journal = new RunJournal(known, startLine(run, algorithm, null));
    void journal.followed.then(() => journal.end(run.record()));
  }, longMs).unref();
}
