import type { RunRecord } from '@daisy-lab/core';
import type { Translate } from '../i18n/translate.js';

/** `< 0.1 s`, `2.1 s`, `42 s`, `7 min`, `2.5 h`. */
export function durationText(milliseconds: number, trans: Translate): string {
  const seconds = milliseconds / 1000;
  if (seconds < 0.05) return trans.__('%1 s', '< 0.1');
  if (seconds < 10) return trans.__('%1 s', seconds.toFixed(1));
  if (seconds < 100) return trans.__('%1 s', Math.round(seconds));
  if (seconds < 6000) return trans.__('%1 min', Math.round(seconds / 60));
  return trans.__('%1 h', (seconds / 3600).toFixed(1));
}

/** The step at work. Titles of algorithms have entries of their own among the texts. */
export function stepText(step: string, trans: Translate): string {
  const file = /^Write (.+)$/.exec(step)?.[1];
  return file === undefined ? trans.__(step) : trans.__('Write %1', file);
}

/** What a run does, or how it ended, in a few words. */
export function runStateText(run: RunRecord, trans: Translate): string {
  switch (run.state) {
    case 'queued':
      return trans.__('Waiting to start');
    case 'running':
      return stepText(run.step || run.title, trans);
    case 'done':
      return trans.__('Done in %1', durationText(run.elapsedMs, trans));
    case 'cancelled':
      return trans.__('Cancelled. Nothing was written.');
    case 'failed':
      return trans.__('Failed');
    case 'interrupted':
      return trans.__('Interrupted');
  }
}
