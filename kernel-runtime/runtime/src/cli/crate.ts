import { DaisyError } from '@daisy-lab/core';
import { saveCrate } from '../provenance/crate.js';

/** `daisy crate <result file> --to FOLDER [--copy] [--overwrite] [--license URL]` */
export async function crate(args: readonly string[]): Promise<number> {
  const words = args.flatMap(arg =>
    /^--[^=]+=/s.test(arg) ? [arg.slice(0, arg.indexOf('=')), arg.slice(arg.indexOf('=') + 1)] : [arg],
  );
  const given: Record<string, string> = {};
  const set = new Set<string>();
  const files: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (word === '--copy' || word === '--overwrite') set.add(word);
    else if ((word === '--to' || word === '--license') && words[at + 1] !== undefined) given[word] = words[++at]!;
    else if (!word.startsWith('--') && files.length === 0) files.push(word);
    else throw unclear(`daisy crate does not understand "${word}".`);
  }
  const [file] = files;
  if (file === undefined || given['--to'] === undefined)
    throw unclear('daisy crate needs the file of a result and a folder.');
  const license = given['--license'];
  const options = { copy: set.has('--copy'), overwrite: set.has('--overwrite'), ...(license ? { license } : {}) };
  process.stdout.write(`${await saveCrate(given['--to'], file, options)}\n`);
  return 0;
}

const unclear = (message: string): DaisyError =>
  new DaisyError('Input', { message, action: 'It takes FILE, --to FOLDER, --copy, --overwrite and --license URL.' });
