import { basename, extname, isAbsolute, relative, resolve } from 'node:path';
import { DaisyError } from '@daisy-lab/core';

/** What stands for a part of a name. */
const places = ['name', 'index', 'output'];
/** A file is written under a longer, hidden name first; systems take 255 bytes. */
const longestName = 200;

/** One output of one input file of a batch. */
interface Named {
  readonly file: string;
  /** From 0 on. */
  readonly at: number;
  readonly count: number;
  readonly output: string;
}

/**
 * A pattern that can be filled in.
 * @throws DaisyError `Input` for one that is empty or has places that nothing stands for
 */
export function checkPattern(pattern: string): void {
  if (pattern.trim() === '' || pattern.endsWith('/')) {
    throw new DaisyError('Input', { message: 'The files have no name.', action: 'Write one, such as {name}.h5.' });
  }
  const unknown = [...pattern.matchAll(/\{([^{}]*)\}/g)].find(([, place]) => !places.includes(place!));
  if (!unknown) return;
  throw new DaisyError('Input', {
    message: `Nothing stands for ${unknown[0]} in the name of a file.`,
    action: 'Take {name}, {index} and {output}.',
  });
}

/**
 * The path that a pattern gives, from a folder.
 * @throws DaisyError `Input` for a name that is too long for a file
 */
export function outputPath(pattern: string, folder: string, { file, at, count, output }: Named): string {
  const index = String(at + 1).padStart(String(count).length, '0');
  const values: Readonly<Record<string, string>> = { name: nameOf(file), index, output: safe(output) };
  const path = resolve(
    folder,
    pattern.trim().replace(/\{(\w+)\}/g, (_, place: string) => values[place]!),
  );
  if (Buffer.byteLength(basename(path)) <= longestName) return path;
  throw new DaisyError('Input', {
    message: `The name ${basename(path).slice(0, 40)}… is too long for a file.`,
    action: `Names may have ${longestName} bytes; take {index} instead of {name}.`,
  });
}

/** A path as people name it from a folder: the short one where it lies inside. */
export function nameFrom(folder: string, path: string): string {
  const own = relative(folder, path);
  return own.startsWith('..') || isAbsolute(own) ? path : own;
}

/** A file, folder or series without folders, extension and the place inside it. */
function nameOf(file: string): string {
  const own = basename(file.split('::')[0]!.replaceAll('\\', '/'));
  return safe(basename(own, extname(own))) || 'file';
}

/** Without what some system does not take in a name. */
const safe = (name: string): string =>
  name
    .replace(/[<>:"|?*#/\\\p{Cc}]+/gu, '_')
    .replace(/^\.+/, '')
    .trim();
