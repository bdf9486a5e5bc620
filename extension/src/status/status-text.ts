import type { LinkState, RunRecord, SessionStatus } from '@daisy-lab/core';
import type { Texts } from '../i18n/load-texts.js';

/** What the status bar knows of the shared kernel. */
export interface KernelFacts {
  readonly state: LinkState | 'absent';
  readonly status: SessionStatus | undefined;
  /** Runs that are not over. */
  readonly runs: readonly RunRecord[];
}

/** `Daisy: 1 run, 42 % | 412 MB` */
export function statusLine({ state, status, runs }: KernelFacts, trans: Texts): string {
  const doing = state === 'ready' && runs.length > 0 ? runsText(runs, trans) : stateText(state, trans);
  const memory = status ? ` | ${memoryText(status.memoryBytes)}` : '';
  return `Daisy: ${doing}${memory}`;
}

/** All that is known, a line each, and what a click does. */
export function statusDetails({ state, status, runs }: KernelFacts, trans: Texts): string {
  const kernel = trans.__('Kernel "TypeScript (Daisy)": %1', stateText(state, trans));
  const used = status
    ? [
        trans.__('Memory: %1', memoryText(status.memoryBytes)),
        trans.__('Threads: %1 of %2', status.threads, status.cores),
        ...(status.budgetBytes ? [trans.__('Memory of a run: %1', memoryText(status.budgetBytes))] : []),
      ]
    : [];
  const lines = runs.map(({ title, progress }) => `${trans.__(title)}: ${percent(progress)}`);
  return [kernel, ...used, ...lines, trans.__('Click to see what runs.')].join('\n');
}

function stateText(state: KernelFacts['state'], trans: Texts): string {
  switch (state) {
    case 'absent':
      return trans.__('not started');
    case 'connecting':
      return trans.__('connecting');
    case 'ready':
      return trans.__('ready');
    case 'restarting':
      return trans.__('restarting');
    case 'dead':
      return trans.__('stopped');
  }
}

function runsText(runs: readonly RunRecord[], trans: Texts): string {
  const count = trans._n('%1 run', '%1 runs', runs.length);
  return runs.length === 1 ? `${count}, ${percent(runs[0]!.progress)}` : count;
}

const percent = (share: number): string => `${Math.floor(share * 100)} %`;

function memoryText(bytes: number): string {
  return bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
