import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ResultHeader } from '@daisy-lab/core';
import { isLocked, takeLock } from './folder-lock.js';
import { keysInUse } from './in-use.js';
import { layout } from './layout.js';
import { recordFormat, type ResultRecord } from './record.js';

/** A finished result as the folder knows it. */
export interface KeptResult {
  readonly key: string;
  readonly header: ResultHeader;
  readonly bytes: number;
  readonly milliseconds: number;
  readonly createdMs: number;
  /** Time of the last use; the result that was not used for longest goes first. */
  readonly usedMs: number;
}

/** Pieces of a run that was stopped wait so long for it to go on. */
const piecesMs = 7 * 24 * 3600e3;

/** All finished results of a folder. Reads no arrays. */
export function keptResults(root: string): readonly KeptResult[] {
  const folders = names(layout.results(root)).flatMap(first =>
    names(join(layout.results(root), first)).map(key => join(layout.results(root), first, key)),
  );
  return folders.map(readKept).filter(result => result !== null);
}

/** One finished result; null when there is none, or when it is not ours. */
export function keptResult(root: string, key: string): KeptResult | null {
  return readKept(layout.result(root, key));
}

/** What was evicted, and what is left. */
export interface Eviction {
  readonly removed: number;
  readonly freedBytes: number;
  readonly keptBytes: number;
  /** Results that stay because a process holds them. */
  readonly inUse: number;
}

/**
 * Removes results, those not used for longest first, until they take no more than `toBytes`. What a living process holds stays.
 * Null when another process is at it.
 */
export function evict(root: string, toBytes: number, spare: ReadonlySet<string> = new Set()): Eviction | null {
  mkdirSync(root, { recursive: true });
  const release = takeLock(join(root, 'evict.lock'));
  if (!release) return null;
  try {
    removeLeftovers(root);
    const results = [...keptResults(root)].sort((a, b) => a.usedMs - b.usedMs);
    const held = keysInUse(root);
    let keptBytes = results.reduce((sum, { bytes }) => sum + bytes, 0);
    const before = keptBytes;
    let removed = 0;
    for (const { key, bytes } of results) {
      if (keptBytes <= toBytes) break;
      if (held.has(key) || spare.has(key) || !removeResult(root, key)) continue;
      keptBytes -= bytes;
      removed++;
    }
    return { removed, freedBytes: before - keptBytes, keptBytes, inUse: held.size };
  } finally {
    release();
  }
}

/** Removes one result: it is gone at once, its bytes a moment later. */
export function removeResult(root: string, key: string): boolean {
  const aside = join(root, 'removed', randomUUID());
  try {
    mkdirSync(join(root, 'removed'), { recursive: true });
    renameSync(layout.result(root, key), aside);
    rmSync(aside, { recursive: true, force: true });
    return true;
  } catch {
    return false; // another process was faster, or the folder may not be changed
  }
}

/** What processes that are no more have left: half-removed results, and parts that nobody came back for. */
function removeLeftovers(root: string): void {
  for (const name of names(join(root, 'removed')))
    rmSync(join(root, 'removed', name), { recursive: true, force: true });
  for (const name of names(layout.partial(root))) {
    const folder = join(layout.partial(root), name);
    if (name.endsWith('.lock') || isLocked(layout.lock(folder))) continue;
    const stat = statSync(join(folder, layout.pieces), { throwIfNoEntry: false });
    if (stat && Date.now() - stat.mtimeMs < piecesMs) continue;
    rmSync(folder, { recursive: true, force: true });
    rmSync(layout.lock(folder), { force: true });
  }
}

function readKept(folder: string): KeptResult | null {
  try {
    const path = join(folder, layout.header);
    const record = JSON.parse(readFileSync(path, 'utf8')) as ResultRecord;
    if (record.format !== recordFormat) return null;
    const { key, header, bytes, milliseconds, createdMs } = record;
    return { key, header, bytes, milliseconds, createdMs, usedMs: statSync(path).mtimeMs };
  } catch {
    return null;
  }
}

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
