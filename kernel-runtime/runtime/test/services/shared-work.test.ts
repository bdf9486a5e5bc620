import { expect, test } from '@jest/globals';
import { SharedWork } from '../../lib/services/shared-work.js';

/** Work that ends when it is told to. */
function slow() {
  let finish: (value: number) => void = () => undefined;
  let stopped = false;
  const work = new SharedWork<number>(
    signal =>
      new Promise((resolve, reject) => {
        finish = resolve;
        signal.addEventListener('abort', () => {
          stopped = true;
          reject(signal.reason as Error);
        });
      }),
  );
  work.settled.catch(() => undefined);
  return { work, finish: (value: number) => finish(value), isStopped: () => stopped };
}

const cancelled = { tag: 'Cancelled' };

test('work goes on as long as one of those who asked for it waits', async () => {
  const { work, finish, isStopped } = slow();
  const [first, second] = [new AbortController(), new AbortController()];
  const given = work.result(first.signal);
  const wanted = work.result(second.signal);
  first.abort();
  await expect(given).rejects.toMatchObject(cancelled);
  expect(isStopped()).toBe(false);
  finish(7);
  expect(await wanted).toBe(7);
  second.abort();
  expect(work.isStopped).toBe(false);
  expect(await work.result()).toBe(7);
});

test('work stops with the last who gives up, and is to be begun anew', async () => {
  const { work, isStopped } = slow();
  const both = [new AbortController(), new AbortController()];
  const given = both.map(({ signal }) => work.result(signal));
  for (const one of both) one.abort();
  for (const one of given) await expect(one).rejects.toMatchObject(cancelled);
  expect(isStopped()).toBe(true);
  expect(work.isStopped).toBe(true);
});

test('who wants it to its end keeps it, and who has given up before gets nothing', async () => {
  const { work, finish, isStopped } = slow();
  const stays = work.result();
  await expect(work.result(AbortSignal.abort())).rejects.toMatchObject(cancelled);
  const one = new AbortController();
  const given = work.result(one.signal);
  one.abort();
  await expect(given).rejects.toMatchObject(cancelled);
  expect(isStopped()).toBe(false);
  finish(3);
  expect(await stays).toBe(3);
});

test('work that fails at once fails for those who wait', async () => {
  const work = new SharedWork(() => {
    throw new Error('no such file');
  });
  await expect(work.result(new AbortController().signal)).rejects.toThrow('no such file');
});
