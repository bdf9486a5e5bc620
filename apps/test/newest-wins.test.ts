import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { DaisyError } from '@daisy-lab/core';
import { newestWins, under } from '../lib/kit/link/newest-wins.js';
import { settle } from './scripted-link.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** Notes what is begun and stopped; a wish ends when it is told to. */
function noted() {
  const log: string[] = [];
  const ends = new Map<string, () => void>();
  const failures: unknown[] = [];
  const ask = newestWins<string>(
    (wish, signal) =>
      new Promise((resolve, reject) => {
        log.push(wish);
        ends.set(wish, resolve);
        signal.addEventListener('abort', () => {
          log.push(`stop ${wish}`);
          reject(DaisyError.cancelled());
        });
      }),
    error => failures.push(error),
  );
  return { log, failures, ask, end: (wish: string) => ends.get(wish)!() };
}

test('of many wishes the newest comes after the one at work', async () => {
  const { log, ask, end } = noted();
  const all = ask('a');
  void ask('b');
  void ask('c');
  end('a');
  await settle();
  end('c');
  await all;
  await jest.runAllTimersAsync();
  expect(log).toEqual(['a', 'c']);
});

test('work that takes long is stopped when there is a newer wish, and only then', async () => {
  const { log, failures, ask, end } = noted();
  const all = ask('a');
  await jest.advanceTimersByTimeAsync(60_000);
  expect(log).toEqual(['a']);
  void ask('b');
  await jest.runAllTimersAsync();
  expect(log).toEqual(['a', 'stop a', 'b']);
  await jest.advanceTimersByTimeAsync(60_000);
  end('b');
  await all;
  expect(failures).toEqual([]);
});

test('a controller under a signal stops with it, or alone', () => {
  const above = new AbortController();
  const [alone, below] = [under(above.signal), under(above.signal)];
  alone.abort();
  expect([above.signal.aborted, below.signal.aborted]).toEqual([false, false]);
  above.abort();
  expect([below.signal.aborted, under(above.signal).signal.aborted]).toEqual([true, true]);
});
