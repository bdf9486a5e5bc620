/** What a long loop needs from its caller. */
export interface Turns {
  readonly signal: AbortSignal;
  progress(fraction: number): void;
}

const turnMs = 40;

/**
 * Runs `work` for index 0 .. count - 1 in turns of about 40 ms; between turns progress is told and a cancel request is seen.
 * @throws the signal's reason when it is aborted.
 */
export async function inTurns(
  count: number,
  { signal, progress }: Turns,
  work: (index: number) => void,
): Promise<void> {
  let turnEnds = performance.now() + turnMs;
  for (let index = 0; index < count; index++) {
    signal.throwIfAborted();
    work(index);
    if (performance.now() < turnEnds) continue;
    progress((index + 1) / count);
    await new Promise(resolve => setTimeout(resolve, 0));
    turnEnds = performance.now() + turnMs;
  }
  signal.throwIfAborted();
  progress(1);
}
