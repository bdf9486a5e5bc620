/** Runs programs with their output in a log file, and knows all that are running, so that Ctrl-C can end them. */
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { logs, root } from './paths.mjs';
import { endTree } from './process-tree.mjs';
import { UserError } from './user-error.mjs';

/** @type {Map<import('node:child_process').ChildProcess, number>} running program -> grace time in ms */
const running = new Map();

/**
 * Starts a program in its own process group: a Ctrl-C of the terminal reaches it through `endAll` only.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ log?: string, cwd?: string, env?: NodeJS.ProcessEnv, graceMs?: number, echo?: boolean }} [options] log: file under build/logs
 */
export function startCommand(program, args, { log, cwd = root, env = process.env, graceMs = 2000, echo = false } = {}) {
  const child = spawn(program, args, {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  running.set(child, graceMs);
  child.once('close', () => running.delete(child));
  child.once('error', () => running.delete(child));
  let text = '';
  const file = log && (mkdirSync(logs, { recursive: true }), createWriteStream(join(logs, log), { flags: 'w' }));
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', piece => {
      file?.write(piece);
      if (echo) process.stdout.write(piece);
      text = (text + piece).slice(-200_000);
    });
  }
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      file?.end();
      resolve({ code: code ?? (signal ? 130 : 1), output: text });
    });
  });
  return { child, ended, output: () => text, stop: () => endTree(child.pid, graceMs) };
}

/** Runs a program to its end. @returns {Promise<{ code: number, output: string }>} */
export async function runCommand(program, args, options) {
  return startCommand(program, args, options).ended;
}

const known = [
  [/ENOSPC|No space left on device/i, 'the disk is full: free about 3 GB, then start again'],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|NewConnectionError|Temporary failure in name resolution|ConnectTimeout|ProxyError/,
    'the package server could not be reached: check the network and proxy settings, then start again',
  ],
  [/EACCES|Permission denied/i, 'a file may not be written: check the owner of this folder (ls -l), then start again'],
];

/**
 * Runs a program that must succeed.
 *
 * @throws {UserError} one sentence made from the cause that its output shows, with the name of the log file
 */
export async function mustRun(what, program, args, options = {}) {
  const result = await runCommand(program, args, options).catch(cause => {
    throw new UserError(`${what} failed: ${program} could not be started (${cause.code ?? cause.message}).`, { cause });
  });
  if (result.code === 0) return result.output;
  const reason = known.find(([pattern]) => pattern.test(result.output))?.[1] ?? tellingLine(result.output);
  const where = options.log ? ` Details: ${relative(root, join(logs, options.log))}` : '';
  throw new UserError(`${what} failed: ${reason}.${where}`);
}

/** The line that says most: a compiler's first error, else the last error of an installer. */
function tellingLine(text) {
  const lines = text.trim().split('\n');
  const line =
    lines.find(line => /error TS\d+/.test(line)) ??
    lines.findLast(line => /error|failed|cannot/i.test(line) && !/complete log/.test(line)) ??
    lines.at(-1);
  return line.trim().replace(/\.$/, '') || 'it said nothing';
}

/** Ends every program started here, with all that it started. */
export async function endAll() {
  await Promise.all([...running].map(([child, graceMs]) => child.pid && endTree(child.pid, graceMs)));
}

let ending = false;

/** Whether the user has asked to stop, so that what ends now ends as wished. */
export const isEnding = () => ending;

/** Ends everything on Ctrl-C, on a request to stop and when the terminal closes; a second Ctrl-C does not wait. */
export function endAllOnSignal() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (ending) process.exit(130);
      ending = true;
      console.log('\nStopping ...');
      void endAll().then(() => process.exit(130));
    });
  }
}

/** The end of a log file, for a message about a program that ended by itself. */
export const tailOf = (log, lines = 5) =>
  readFileSync(join(logs, log), 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
