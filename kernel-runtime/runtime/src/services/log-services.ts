import type { LogLine, Ports, Run, Services } from '@daisy-lab/core';
import { hearCellRuns } from '../engine/cell-runs.js';
import { writeLines, type RunLine } from '../engine/run-lines.js';
import type { Emit } from './emit.js';

/** Lines that are kept. */
const mostLines = 2000;
/** Least time between two events. */
const emitMs = 200;

/** What the engines of this kernel say, run by run: that of the services, and those of the cells. */
export function logServices(emit: Emit): { services: Services; follow(run: Run<Ports>): void; close(): void } {
  const lines: LogLine[] = [];
  let last = 0;
  let telling: ReturnType<typeof setTimeout> | undefined;
  const write = (line: RunLine): void => {
    lines.push({ seq: ++last, ...line });
    if (lines.length > mostLines) lines.shift();
    telling ??= setTimeout(() => {
      telling = undefined;
      emit('log', 'lines', last);
    }, emitMs).unref();
  };
  const stopHearing = hearCellRuns(write);
  return {
    services: { 'log.list': async ({ after }) => ({ result: { lines: lines.filter(({ seq }) => seq > after) } }) },
    follow: run => void writeLines(run, write),
    close: () => {
      stopHearing();
      clearTimeout(telling);
    },
  };
}
