import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pythonWith } from '../../support/python.ts';
import { freshFolder } from '../../support/worlds.ts';

/** A Python with h5py or null (and a printed reason). */
export const pythonWithH5py = (): string | null => pythonWith('h5py');

/** Runs a program of Python on a fresh folder, in which it finds `folder`. */
export function writtenBy(python: string, program: string): string {
  const folder = freshFolder();
  const start = `import sys, os, h5py, numpy as np\nfolder = sys.argv[1]\nos.chdir(folder)\n`;
  execFileSync(python, ['-c', start + program, folder], { stdio: ['ignore', 'ignore', 'inherit'] });
  return folder;
}

/** A dataset as h5py reads it. */
export interface OracleCase {
  readonly file: string;
  readonly path: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly selection: readonly (readonly [number, number])[];
  readonly whole: string;
  readonly part: string;
  readonly note: string;
}

/** Files with datasets of every kind, and what h5py reads from them. */
export function oracleCases(python: string, seed: number, files: number): readonly OracleCase[] {
  const folder = freshFolder();
  const script = resolve('kernel-runtime/runtime/test/io/hdf5/write_cases.py');
  execFileSync(python, [script, folder, String(seed), String(files)], { stdio: ['ignore', 'ignore', 'inherit'] });
  return JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as OracleCase[];
}

/** Numbers that are the same in every run (xorshift). */
export function seededRandom(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}
