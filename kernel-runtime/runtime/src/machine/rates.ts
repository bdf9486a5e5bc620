import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from './cache-folder.js';

/** One kind of work: a body of a version of an algorithm on so much data. */
export interface Work {
  readonly algorithm: string;
  readonly version: string;
  readonly implementation: string;
  /** Bytes of the array inputs. */
  readonly bytes: number;
}

interface Rate {
  /** Milliseconds per byte; the newer runs count more. */
  readonly msPerByte: number;
  readonly runs: number;
  readonly usedMs: number;
}

/** Rates that are kept; the ones not used for longest go. */
const mostRates = 2000;
/** How much the newest run moves a rate. */
const newestShare = 0.3;
/** A rate tells about amounts of data up to 2^3 times as large or small. */
const reach = 3;
const writeAfterMs = 1000;

let rates: Map<string, Rate> | undefined;
let readFrom = '';
const changed = new Set<string>();
let timer: NodeJS.Timeout | undefined;
let watching = false;

/** Shorter first runs of a body in a process tell more about compiling, loading and starting threads than about the body. */
const coldMs = 2000;
const warm = new Set<string>();

/** Notes how long a body took, but for a short first run in this process. The file is written a moment later, and when the process ends. */
export function recordRate(work: Work, milliseconds: number): void {
  if (!(milliseconds >= 0) || !Number.isFinite(milliseconds)) return;
  const body = `${work.algorithm}@${work.version} ${work.implementation}`;
  const isCold = !warm.has(body) && milliseconds < coldMs;
  warm.add(body);
  if (isCold) return;
  const known = load();
  const key = keyOf(work, sizeClass(work.bytes));
  const before = known.get(key);
  const measured = milliseconds / Math.max(1, work.bytes);
  const msPerByte = before ? before.msPerByte + newestShare * (measured - before.msPerByte) : measured;
  known.set(key, { msPerByte, runs: (before?.runs ?? 0) + 1, usedMs: Date.now() });
  changed.add(key);
  timer ??= setTimeout(flushRates, writeAfterMs).unref();
  if (!watching) process.on('exit', flushRates);
  watching = true;
}

/** How long a body is going to take, from what it took before on about as much data; null when that is not known. */
export function expectedMs(work: Work): number | null {
  const known = load();
  const size = sizeClass(work.bytes);
  for (let distance = 0; distance <= reach; distance++) {
    const rate = known.get(keyOf(work, size + distance)) ?? known.get(keyOf(work, size - distance));
    if (rate) return rate.msPerByte * Math.max(1, work.bytes);
  }
  return null;
}

/** Writes what is new. Another process may have written since: its rates are kept. A folder that takes no files costs the rates, no more. */
export function flushRates(): void {
  clearTimeout(timer);
  timer = undefined;
  if (changed.size === 0 || !rates) return;
  const path = ratesFile();
  const merged = new Map([...readRates(path), ...[...rates].filter(([key]) => changed.has(key))]);
  const kept = [...merged].sort(([, a], [, b]) => b.usedMs - a.usedMs).slice(0, mostRates);
  changed.clear();
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    mkdirSync(cacheFolder(), { recursive: true });
    writeFileSync(temporary, JSON.stringify({ format: 1, rates: Object.fromEntries(kept) }));
    renameSync(temporary, path);
  } catch {
    removeQuietly(temporary);
  }
}

function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // The folder itself is missing or takes no files.
  }
}

/** The file of this kind of machine: a home folder is often shared by several. */
export function ratesFile(): string {
  machine ??= nameOfMachine();
  return join(cacheFolder(), `rates-${machine}.json`);
}

let machine: string | undefined;

function nameOfMachine(): string {
  const all = cpus();
  return createHash('sha256').update(`${all[0]?.model}|${all.length}`).digest('hex').slice(0, 8);
}

const sizeClass = (bytes: number): number => Math.round(Math.log2(Math.max(1, bytes)));
const keyOf = ({ algorithm, version, implementation }: Work, size: number): string =>
  `${algorithm}@${version} ${implementation} 2^${size}`;

function load(): Map<string, Rate> {
  const path = ratesFile();
  if (rates && readFrom === path) return rates;
  readFrom = path;
  return (rates = readRates(path));
}

/** What a file holds; nothing when it is missing, damaged or of another format. */
function readRates(path: string): Map<string, Rate> {
  try {
    const { format, rates: stored } = JSON.parse(readFileSync(path, 'utf8')) as { format: unknown; rates: object };
    return format === 1 ? new Map(Object.entries(stored).filter(([, rate]) => isRate(rate))) : new Map();
  } catch {
    return new Map();
  }
}

function isRate(value: unknown): value is Rate {
  const { msPerByte, runs, usedMs } = (value ?? {}) as Partial<Record<keyof Rate, unknown>>;
  return [msPerByte, runs, usedMs].every(
    number => typeof number === 'number' && Number.isFinite(number) && number >= 0,
  );
}
