import { randomUUID } from 'node:crypto';
import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { createReadStream } from 'node:fs';
import { DaisyError } from '@daisy-lab/core';
import { markVariable, signalTree, treeIsAlive, type ProcessTree } from './end-process-tree.js';
import { LineSplitter } from './line-splitter.js';
import { exitError, startError, timeoutError } from './process-errors.js';

/** What a program is started with. */
export interface ProcessRequest {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** A text, or a file to be read. */
  readonly stdin: { readonly text: string } | { readonly path: string } | null;
  /** Standard output as bytes when true, else as lines. */
  readonly keepStdout: boolean;
  readonly exitCodes: readonly number[];
  readonly timeoutMs: number | undefined;
  readonly signal: AbortSignal;
  onLine(line: string): void;
}

/** Lines of standard error that are kept for the sentence of an error. */
const tailLines = 8;
/** How long a program that is asked to end may take before it is made to. */
const graceMs = 1000;
const largestOutputBytes = 1024 * 1024 * 1024;

/** Programs at work; none of them outlives this process. */
const running = new Set<ProcessTree>();
let watching = false;

/**
 * Runs a program to its end and returns what it wrote to standard output. Nothing that it started is alive afterwards.
 * @throws DaisyError `Resource` when it does not start, fails, or takes too long; `Cancelled` when the signal is aborted.
 */
export async function runProcess(request: ProcessRequest): Promise<Uint8Array> {
  request.signal.throwIfAborted();
  const mark = randomUUID();
  const [program, ...args] = request.argv as [string, ...string[]];
  const child = start(program, args, request, mark);
  const tree = { pid: child.pid ?? -1, mark };
  const tail: string[] = [];
  const outputs = follow(child, request, tail);
  const stop = watch(tree, request);
  if (child.pid !== undefined) guard(tree);
  try {
    const { code, signal } = await endOf(child, program);
    await endTree(tree);
    const stdout = await outputs;
    if (request.signal.aborted) throw DaisyError.cancelled();
    if (stop.timedOut()) throw timeoutError(program, request.timeoutMs!, tail);
    if (code === null || !request.exitCodes.includes(code)) throw exitError(program, code, signal, tail);
    return stdout;
  } finally {
    stop.release();
    running.delete(tree);
  }
}

/** Makes sure that a program ends with this process. */
function guard(tree: ProcessTree): void {
  running.add(tree);
  if (!watching) process.on('exit', () => running.forEach(other => signalTree(other, 'SIGKILL')));
  watching = true;
}

function start(program: string, args: readonly string[], request: ProcessRequest, mark: string): ChildProcess {
  const env = { ...process.env, ...request.env, [markVariable]: mark };
  // A group of its own: a signal to the group reaches all that the program starts.
  const detached = process.platform !== 'win32';
  try {
    return spawn(program, args, { cwd: request.cwd, env, detached, stdio: ['pipe', 'pipe', 'pipe'] });
  } catch (cause) {
    throw startError(program, cause);
  }
}

function endOf(child: ChildProcess, program: string): Promise<{ code: number | null; signal: string | null }> {
  return new Promise((resolve, reject) => {
    child.once('error', cause => reject(startError(program, cause)));
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
}

/** Ends the program when the run is cancelled or the time is over: first politely, then not. */
function watch(
  tree: ProcessTree,
  { signal, timeoutMs }: ProcessRequest,
): { readonly timedOut: () => boolean; readonly release: () => void } {
  let late = false;
  let force: NodeJS.Timeout | undefined;
  const stop = (): void => {
    if (tree.pid < 0 || force) return;
    signalTree(tree, 'SIGTERM');
    force = setTimeout(() => signalTree(tree, 'SIGKILL'), graceMs);
  };
  const expire = (): void => {
    late = true;
    stop();
  };
  const timer = timeoutMs === undefined ? undefined : setTimeout(expire, timeoutMs);
  signal.addEventListener('abort', stop, { once: true });
  const release = (): void => {
    signal.removeEventListener('abort', stop);
    clearTimeout(timer);
    clearTimeout(force);
  };
  return { timedOut: () => late, release };
}

/** Ends what a program has left behind. */
async function endTree(tree: ProcessTree): Promise<void> {
  if (!treeIsAlive(tree)) return;
  signalTree(tree, 'SIGTERM');
  for (let waitedMs = 0; waitedMs < graceMs && treeIsAlive(tree); waitedMs += 20) await pause(20);
  signalTree(tree, 'SIGKILL');
}

const pause = (milliseconds: number): Promise<void> => new Promise(resolve => setTimeout(resolve, milliseconds));

/** Feeds standard input, turns the outputs into lines or bytes; settles when both outputs have ended. */
async function follow(child: ChildProcess, request: ProcessRequest, tail: string[]): Promise<Uint8Array> {
  feed(child, request.stdin);
  const kept: Uint8Array[] = [];
  let keptBytes = 0;
  const lines = new LineSplitter(line => request.onLine(line));
  const errors = new LineSplitter(line => {
    tail.push(line);
    if (tail.length > tailLines) tail.shift();
    request.onLine(line);
  });
  child.stderr!.on('data', (bytes: Uint8Array) => errors.write(bytes));
  child.stdout!.on('data', (bytes: Uint8Array) => {
    if (!request.keepStdout) return lines.write(bytes);
    keptBytes += bytes.length;
    if (keptBytes <= largestOutputBytes) kept.push(bytes);
  });
  await Promise.all([closed(child.stdout!), closed(child.stderr!)]);
  lines.end();
  errors.end();
  if (keptBytes > largestOutputBytes) {
    throw new DaisyError('Resource', {
      message: `${request.argv[0]} wrote more than 1 GB to its standard output.`,
      action: 'Exchange large outputs as files.',
    });
  }
  return Buffer.concat(kept);
}

const closed = (stream: Readable): Promise<void> => new Promise(resolve => stream.once('close', () => resolve()));

/** A program may end before it has read everything: that is its own affair, and no error of ours. */
function feed(child: ChildProcess, stdin: ProcessRequest['stdin']): void {
  const input = child.stdin!;
  input.on('error', () => undefined);
  if (stdin === null) input.end();
  else if ('text' in stdin) input.end(stdin.text);
  else
    createReadStream(stdin.path)
      .on('error', cause => input.destroy(cause))
      .pipe(input);
}
