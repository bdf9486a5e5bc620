import { isAbort } from '@daisy-lab/core';

/** Calls `work` with the newest wish only: one call at a time, wishes that came meanwhile are replaced by the last one. */
export function newestWins<T>(
  work: (wish: T) => Promise<void>,
  onError: (error: unknown) => void,
): (wish: T) => Promise<void> {
  let waiting: { wish: T } | undefined;
  let running: Promise<void> | undefined;
  const loop = async () => {
    while (waiting) {
      const { wish } = waiting;
      waiting = undefined;
      try {
        await work(wish);
      } catch (error) {
        if (!isAbort(error)) onError(error);
      }
    }
    running = undefined;
  };
  return wish => {
    waiting = { wish };
    return (running ??= loop());
  };
}
