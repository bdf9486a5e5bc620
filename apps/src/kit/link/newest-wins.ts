import { isAbort } from '@daisy-lab/core';

/** What is superseded may still come when it is almost there, so that a drag shows as many pictures as it can. */
export const supersededMs = 300;

/**
 * Calls `work` with the newest wish only: one call at a time, wishes that came meanwhile are replaced by the last one. The signal stops a
 * call that takes long although there is a newer wish.
 */
export function newestWins<T>(
  work: (wish: T, signal: AbortSignal) => Promise<void>,
  onError: (error: unknown) => void,
): (wish: T) => Promise<void> {
  let waiting: { wish: T } | undefined;
  let running: Promise<void> | undefined;
  let stop = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const loop = async () => {
    while (waiting) {
      const { wish } = waiting;
      waiting = undefined;
      stop = new AbortController();
      try {
        await work(wish, stop.signal);
      } catch (error) {
        if (!isAbort(error)) onError(error);
      }
      clearTimeout(timer);
      timer = undefined;
    }
    running = undefined;
  };
  return wish => {
    waiting = { wish };
    if (running) timer ??= setTimeout(() => stop.abort(), supersededMs);
    return (running ??= loop());
  };
}

/** A controller that stops with a signal, or before it. */
export function under(signal: AbortSignal): AbortController {
  const controller = new AbortController();
  if (signal.aborted) controller.abort();
  signal.addEventListener('abort', () => controller.abort(), { once: true, signal: controller.signal });
  return controller;
}
