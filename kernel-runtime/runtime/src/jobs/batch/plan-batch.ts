import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DaisyError, type AnyAlgorithm, type BatchWrite } from '@daisy-lab/core';
import { checkKindWritable } from '../../io/source-kinds.js';
import { arrayOutputs } from '../file-run.js';
import { checkPattern, nameFrom, outputPath } from './output-names.js';

/** What a batch works through. */
export interface BatchOrder {
  readonly algorithm: AnyAlgorithm;
  readonly input: string;
  readonly files: readonly string[];
  /** Undefined: nothing is written. */
  readonly write: BatchWrite | undefined;
  /** Folder that the names of files start from. */
  readonly folder: string;
}

/** One file with what will be written for it. */
export interface PlannedItem {
  readonly file: string;
  /** Absolute paths by output. */
  readonly writes: Readonly<Record<string, string>>;
  readonly state: 'new' | 'there' | 'refused';
  readonly problem?: DaisyError;
}

/**
 * Every file with what would be written for it; whatever is in the way of that is known before anything runs.
 * @throws DaisyError `Input` where nothing can be planned: an input that does not exist, names that cannot be made, nothing to write
 */
export function planBatch({ algorithm, input, files, write, folder }: BatchOrder): readonly PlannedItem[] {
  if (!Object.hasOwn(algorithm.inputs, input)) {
    throw new DaisyError('Input', { message: `The workflow has no input "${input}".` });
  }
  if (!write) return files.map(file => ({ file, writes: {}, state: 'new' }));
  checkPattern(write.pattern);
  const outputs = arrayOutputs(algorithm);
  if (outputs.length === 0) {
    throw new DaisyError('Input', {
      message: 'The workflow has no array among its outputs that could be written.',
      action: 'Make one an output of the workflow, or write no files.',
    });
  }
  const named = files.map((file, at) => {
    const pathOf = (output: string): string =>
      outputPath(write.pattern, folder, { file, at, count: files.length, output });
    return { file, writes: Object.fromEntries(outputs.map(output => [output, pathOf(output)])) };
  });
  const owners = ownersOf(named);
  const sources = new Map(files.map(file => [resolve(folder, file.split('::')[0]!), file]));
  const folderProblem = memoised(cannotTake);
  return named.map((item, at) => {
    const paths = [...new Set(Object.values(item.writes))];
    const problem = firstOf(paths, path => {
      const owner = owners.get(path)!;
      if (owner.at !== at) return clash(owner.file, item.file, path);
      return inTheWay(path, folder, sources.get(path), write) ?? folderProblem(dirname(path));
    });
    if (problem) return { ...item, state: 'refused', problem };
    const isThere = write.existing === 'keep' && paths.every(path => existsSync(path));
    return { ...item, state: isThere ? 'there' : 'new' };
  });
}

interface Owner {
  readonly file: string;
  readonly at: number;
}

/** The first item that writes each path. */
function ownersOf(named: readonly { file: string; writes: Readonly<Record<string, string>> }[]): Map<string, Owner> {
  const owners = new Map<string, Owner>();
  for (const [at, { file, writes }] of named.entries())
    for (const path of Object.values(writes)) if (!owners.has(path)) owners.set(path, { file, at });
  return owners;
}

function clash(first: string, second: string, path: string): DaisyError {
  const isTwice = first === second;
  return new DaisyError('File', {
    message: isTwice ? `${first} stands twice in the list.` : `${first} and ${second} would be written to one file.`,
    action: isTwice ? 'Take it out once.' : 'Put {index} into the names.',
    path,
  });
}

function inTheWay(
  path: string,
  folder: string,
  source: string | undefined,
  { existing }: BatchWrite,
): DaisyError | undefined {
  if (source !== undefined) {
    return new DaisyError('File', {
      message: `${source} would be written over, which is among the files of the batch.`,
      action: 'Choose other names, such as results/{name}.h5.',
      path,
    });
  }
  if (existing === 'refuse' && existsSync(path)) {
    return new DaisyError('File', {
      message: `${nameFrom(folder, path)} exists already.`,
      action: 'Choose other names, or say that existing files are replaced or kept.',
      path,
    });
  }
  try {
    checkKindWritable(path);
  } catch (thrown) {
    return thrown as DaisyError;
  }
  return undefined;
}

/** Why a folder, or the one in which it will be made, takes no files. */
function cannotTake(folder: string): DaisyError | undefined {
  if (!existsSync(folder) && dirname(folder) !== folder) return cannotTake(dirname(folder));
  try {
    if (!statSync(folder).isDirectory()) throw new Error('it is not a folder');
    accessSync(folder, constants.W_OK);
    return undefined;
  } catch (cause) {
    return new DaisyError('File', {
      message: `${folder} takes no new files.`,
      action: 'Choose a folder that you may write to.',
      path: folder,
      cause,
    });
  }
}

function firstOf<T, R>(values: readonly T[], find: (value: T) => R | undefined): R | undefined {
  for (const value of values) {
    const found = find(value);
    if (found !== undefined) return found;
  }
  return undefined;
}

function memoised<R>(work: (key: string) => R): (key: string) => R {
  const known = new Map<string, R>();
  return key => {
    if (!known.has(key)) known.set(key, work(key));
    return known.get(key)!;
  };
}
