import type { LogLine, Ports, Run, RunEvent } from '@daisy-lab/core';

/** A line that has no place among others yet. */
export type RunLine = Omit<LogLine, 'seq'>;

/** Writes what a run does, line by line, until it ends; settles then. */
export async function writeLines(run: Run<Ports>, write: (line: RunLine) => void): Promise<void> {
  const { title } = run.record();
  const started = new Set<string>();
  const say = (line: Pick<LogLine, 'step' | 'level' | 'text'>): void =>
    write({ atMs: Date.now(), run: run.id, title, ...line });
  for await (const event of run) {
    const said = lineOf(event, started);
    if (said) say({ step: event.node, ...said });
  }
  const { state, elapsedMs } = run.record();
  if (state === 'done') say({ step: '', level: 'info', text: `Done in ${seconds(elapsedMs)}` });
}

/** What is worth a line: the first start of a step with its body, its end, failures, and what bodies write. */
function lineOf(
  { node, title, state, log, error, implementation, reason }: RunEvent,
  started: Set<string>,
): Pick<LogLine, 'level' | 'text'> | null {
  if (log !== undefined) return { level: /fail|not kept/i.test(log) ? 'warning' : 'info', text: log };
  if (error) {
    const text = error.action ? `${error.message} ${error.action}` : error.message;
    return { level: state === 'cancelled' ? 'warning' : 'error', text };
  }
  if (state === 'running') {
    if (started.has(node)) return null;
    started.add(node);
    const body = implementation === undefined ? '' : `, ${implementation}: ${reason ?? ''}`;
    return { level: 'info', text: `Started ${title}${body}` };
  }
  if (node === '' || node.endsWith(']')) return null;
  if (state === 'done') return { level: 'info', text: `Done: ${title}` };
  if (state === 'cached') return { level: 'info', text: `Taken from the cache: ${title}` };
  return state === 'skipped' ? { level: 'warning', text: `Left out: ${title}` } : null;
}

const seconds = (ms: number): string => (ms < 50 ? '< 0.1 s' : `${(ms / 1000).toFixed(1)} s`);
