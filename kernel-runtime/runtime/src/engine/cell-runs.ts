import { BroadcastChannel, isMainThread } from 'node:worker_threads';
import type { Ports, Run } from '@daisy-lab/core';
import { kernelDisplay } from '../display/bundle.js';
import { writeLines, type RunLine } from './run-lines.js';

/** The channel between the threads of one process. */
const channelName = 'daisy.cell-runs.v1';

/** Lines that are kept for a thread that starts later. */
const mostLines = 2000;

/** Numbered by the thread of the cells, so that nobody takes a line twice. */
interface CellLine extends RunLine {
  readonly no: number;
}

type Message =
  | { readonly kind: 'line'; readonly line: CellLine }
  | { readonly kind: 'hello' }
  | { readonly kind: 'all'; readonly lines: readonly CellLine[] };

let told: BroadcastChannel | undefined;
let last = 0;

/** Tells the other threads of a kernel what the run of a cell does; elsewhere nothing. */
export function tellCellRun(run: Run<Ports>): void {
  if (!isMainThread || !kernelDisplay()) return;
  const channel = (told ??= open());
  void writeLines(run, line => post(channel, { kind: 'line', line: { ...line, no: ++last } }));
}

/** Remembers the lines in a thread that is always awake, and tells them to threads that start later. */
export function relayCellRuns(): () => void {
  const lines: CellLine[] = [];
  return listen((message, channel) => {
    if (message.kind === 'hello') post(channel, { kind: 'all', lines });
    if (message.kind !== 'line') return;
    lines.push(message.line);
    if (lines.length > mostLines) lines.shift();
  });
}

/** Hears the lines of all runs of cells, also of those before; returns the way to stop. */
export function hearCellRuns(take: (line: RunLine) => void): () => void {
  // of those before the first that came by itself, each once: who else starts later has them told to all
  let [first, before] = [Infinity, 0];
  return listen(
    message => {
      if (message.kind === 'hello') return;
      const lines =
        message.kind === 'line' ? [message.line] : message.lines.filter(({ no }) => no > before && no < first);
      for (const { no, ...line } of lines) {
        if (message.kind === 'line') first = Math.min(first, no);
        else before = no;
        take(line);
      }
    },
    channel => post(channel, { kind: 'hello' }),
  );
}

function listen(
  take: (message: Message, channel: BroadcastChannel) => void,
  begin: (channel: BroadcastChannel) => void = () => undefined,
): () => void {
  const channel = open();
  channel.onmessage = (event): void => take((event as unknown as { data: Message }).data, channel);
  begin(channel);
  return () => channel.close();
}

function open(): BroadcastChannel {
  const channel = new BroadcastChannel(channelName);
  channel.unref();
  return channel;
}

const post = (channel: BroadcastChannel, message: Message): void => channel.postMessage(message);
