import { accessSync, constants, readdirSync, statSync, type Dirent, type Stats } from 'node:fs';
import { DaisyError } from '@daisy-lab/core';

/** More than this of one file is never held at once by a reader that needs it whole. */
export const mostWholeBytes: number = 512 * 1024 * 1024;

/** The file holds something that its format does not allow. */
export function damaged(path: string, what: string, cause?: unknown): DaisyError {
  return new DaisyError('File', {
    message: `${path} is damaged: ${what}.`,
    action: 'Copy it again, or wait until it has been written completely.',
    path,
    cause,
  });
}

/** The file is whole, but of a variety that is not read here. */
export function unsupported(
  path: string,
  what: string,
  action = 'Convert it with the program that wrote it.',
): DaisyError {
  return new DaisyError('File', { message: `${path} cannot be read: ${what}.`, action, path });
}

/** What is wrong where the operating system does not let a file or a folder be read; undefined for other causes. */
export function forbidden(path: string, cause: unknown): DaisyError | undefined {
  if (!['EACCES', 'EPERM'].includes((cause as Partial<NodeJS.ErrnoException> | undefined)?.code ?? ''))
    return undefined;
  return new DaisyError('File', {
    message: `You may not read ${path}.`,
    action: 'Ask its owner for permission to read.',
    path,
    cause,
  });
}

/** What is known of a path; undefined where nothing is there, or may be seen: opening it says which. */
export function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** What is in a folder that may help; none where it may not be listed, as is often so with the folders of others. */
export function entriesIn(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

export const namesIn = (folder: string): readonly string[] => entriesIn(folder).map(({ name }) => name);

/** Checks what the operating system knows of a file before its contents are looked at. */
export function checkFile(path: string, action = 'Choose a file in it.'): void {
  try {
    accessSync(path, constants.R_OK);
  } catch (cause) {
    const missing = { message: `There is no file ${path}.`, action: 'Check the name and the folder.', path, cause };
    throw forbidden(path, cause) ?? new DaisyError('File', missing);
  }
  if (!statSync(path).isFile()) {
    throw new DaisyError('File', { message: `${path} is not a file.`, action, path });
  }
}

/** Runs a parser; what it throws beyond DaisyErrors comes from bytes that make no sense, and says so. */
export function parsing<T>(path: string, format: string, parse: () => T): T {
  try {
    return parse();
  } catch (thrown) {
    throw parseError(path, format, thrown);
  }
}

/** The same for a parser that waits. */
export async function parsingAsync<T>(path: string, format: string, parse: () => Promise<T>): Promise<T> {
  try {
    return await parse();
  } catch (thrown) {
    throw parseError(path, format, thrown);
  }
}

function parseError(path: string, format: string, thrown: unknown): DaisyError {
  if (thrown instanceof DaisyError) return thrown;
  // one of the files that belong to it
  const refused = forbidden((thrown as Partial<NodeJS.ErrnoException> | undefined)?.path ?? path, thrown);
  if (refused) return refused;
  const reason = (thrown instanceof Error ? thrown.message : String(thrown)).split('\n')[0]!.slice(0, 160);
  return damaged(path, `it cannot be understood as ${format} (${reason})`, thrown);
}
