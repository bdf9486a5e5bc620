import { expect, test } from '@jest/globals';
import type { DaisyEvent, KernelLink, LinkState, RunRecord, SessionStatus } from '@daisy-lab/core';
import { CurrentRuns } from '../lib/kernel/runs.js';
import { SessionWatch } from '../lib/kernel/session-watch.js';
import { limitKernel } from '../lib/settings/limit-kernel.js';
import { statusDetails, statusLine } from '../lib/status/status-text.js';

const status: SessionStatus = { threads: 2, cores: 4, memoryBytes: 412e6, budgetBytes: null };
const title = 'CT reconstruction';
const run = {
  run: 'r1',
  algorithm: 'ct.full',
  title,
  state: 'running',
  progress: 0.427,
  step: 'Reconstruct slices',
  elapsedMs: 1,
  remainingMs: null,
  outputs: {},
  error: null,
} satisfies RunRecord;

/** A kernel as a screen sees it. */
function kernel() {
  const states = new Set<(state: LinkState) => void>();
  const events = new Set<(event: DaisyEvent) => void>();
  const asked: [string, unknown][] = [];
  const made = {
    state: 'connecting' as LinkState,
    asked,
    runs: [] as RunRecord[],
    request: async (method: string, params: unknown) => {
      asked.push([method, params]);
      return { result: method === 'run.list' ? { runs: made.runs } : status };
    },
    onState: (listener: (state: LinkState) => void) => states.add(listener),
    onEvent: (listener: (event: DaisyEvent) => void) => events.add(listener),
    turn: (state: LinkState) => {
      made.state = state;
      states.forEach(listener => listener(state));
    },
    emit: (topic: DaisyEvent['topic'], value: unknown) =>
      events.forEach(listener => listener({ v: 1, epoch: 'e', seq: 1, topic, key: 'k', value })),
  };
  return made as typeof made & KernelLink;
}

const settle = () => new Promise(resolve => setTimeout(resolve, 0));
const trans = {
  __: (text: string, ...args: unknown[]) => text.replace(/%(\d)/g, (_, at: string) => String(args[Number(at) - 1])),
  _n: (one: string, many: string, count: number) => (count === 1 ? one : many).replace('%1', String(count)),
};

test('the settings of threads and memory reach the kernel when it starts, restarts, and when they are changed', async () => {
  const link = kernel();
  let threads: unknown = 3;
  let change = (): void => undefined;
  limitKernel(link, {
    get: name => (name === 'threads' ? threads : 2),
    onChange: listener => (change = listener),
  });
  change();
  expect(link.asked).toEqual([]); // no kernel is started for a setting
  link.turn('ready');
  threads = 1;
  change();
  link.turn('restarting');
  link.turn('ready');
  expect(link.asked).toEqual([3, 1, 1].map(wanted => ['session.configure', { threads: wanted, memoryBytes: 2e9 }]));
});

test('the status bar follows the kernel without asking again and again', async () => {
  const link = kernel();
  const watch = new SessionWatch(link);
  expect(watch.state).toBe('absent');
  link.turn('ready');
  await settle();
  expect(watch.status).toEqual(status);
  link.emit('session', { ...status, memoryBytes: 2.5e9 });
  expect(watch.status?.memoryBytes).toBe(2.5e9);
  expect(link.asked).toHaveLength(1);
  link.turn('dead');
  expect([watch.state, watch.status]).toEqual(['dead', undefined]);
});

test('runs are those that are not over, and none without a kernel', async () => {
  const link = kernel();
  link.runs = [run, { ...run, run: 'r2', state: 'done' }];
  const runs = new CurrentRuns(link);
  await runs.refresh();
  expect([runs.records, link.asked]).toEqual([[], []]);
  link.turn('ready');
  await settle();
  expect(runs.records.map(record => record.run)).toEqual(['r1']);
});

test('the line tells what is done and how much memory it takes; the details tell the threads', () => {
  expect(statusLine({ state: 'ready', status, runs: [] }, trans)).toBe('Daisy: ready | 412 MB');
  expect(statusLine({ state: 'ready', status, runs: [run] }, trans)).toBe('Daisy: 1 run, 42 % | 412 MB');
  expect(statusLine({ state: 'ready', status, runs: [run, run] }, trans)).toBe('Daisy: 2 runs | 412 MB');
  expect(statusLine({ state: 'dead', status: undefined, runs: [] }, trans)).toBe('Daisy: stopped');
  const details = statusDetails({ state: 'ready', status: { ...status, memoryBytes: 2.54e9 }, runs: [run] }, trans);
  expect(details.split('\n')).toEqual([
    'Kernel "TypeScript (Daisy)": ready',
    'Memory: 2.5 GB',
    'Threads: 2 of 4',
    'CT reconstruction: 42 %',
    'Click to see what runs.',
  ]);
});
