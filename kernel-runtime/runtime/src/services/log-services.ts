import type { LogLine, Ports, Run, RunEvent, Services } from '@daisy-lab/core';
import type { Emit } from './emit.js';

/** Lines that are kept. */
const mostLines = 2000;
/** Least time between two events. */
const emitMs = 200;

/** What the engine of this kernel says, run by run. */
export function logServices(emit: Emit): { services: Services; follow(run: Run<Ports>): void; close(): void } {
  const lines: LogLine[] = [];
  let last = 0;
  let telling: ReturnType<typeof setTimeout> | undefined;
  const write = (line: Omit<LogLine, 'seq' | 'atMs'>): void => {
    lines.push({ seq: ++last, atMs: Date.now(), ...line });
    if (lines.length > mostLines) lines.shift();
    telling ??= setTimeout(() => {
      telling = undefined;
      emit('log', 'lines', last);
    }, emitMs).unref();
  };
  const follow = async (run: Run<Ports>): Promise<void> => {
    const { title } = run.record();
    const started = new Set<string>();
    for await (const event of run) {
      const said = lineOf(event, started);
      if (said) write({ run: run.id, title, step: event.node, ...said });
    }
    const { state, elapsedMs } = run.record();
    if (state === 'done') write({ run: run.id, title, step: '', level: 'info', text: `Done in ${seconds(elapsedMs)}` });
  };
  return {
    services: { 'log.list': async ({ after }) => ({ result: { lines: lines.filter(({ seq }) => seq > after) } }) },
    follow: run => void follow(run),
    close: () => clearTimeout(telling),
  };
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

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
