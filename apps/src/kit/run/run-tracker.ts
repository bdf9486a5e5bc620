import type { DaisyEvent, KernelLink, RunRecord } from '@daisy-lab/core';

/** True while a run may still change. */
export function isGoingOn(record: RunRecord): boolean {
  return record.state === 'queued' || record.state === 'running';
}

/**
 * Follows a run until it ends: events say that something happened, the snapshot says what. Events may be lost, so the
 * snapshot is also taken every `pollMs`.
 * @returns stops following
 */
export function followRun(
  link: KernelLink,
  run: string,
  onRecord: (record: RunRecord) => void,
  onError: (error: unknown) => void,
  pollMs = 1000,
): () => void {
  let stopped = false;
  let asking = false;
  let again = false;
  const stop = () => {
    stopped = true;
    clearInterval(timer);
    unsubscribe();
  };
  const ask = async () => {
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    try {
      do {
        again = false;
        const { result } = await link.request('run.status', { run });
        if (stopped) return;
        onRecord(result);
        if (!isGoingOn(result)) return stop();
      } while (again);
    } catch (error) {
      if (stopped) return;
      stop();
      onError(error);
    } finally {
      asking = false;
    }
  };
  const unsubscribe = link.onEvent((event: DaisyEvent) => {
    if (event.topic === 'run' && event.key === run) void ask();
  });
  const timer = setInterval(() => void ask(), pollMs);
  void ask();
  return stop;
}
