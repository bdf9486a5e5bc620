import { DaisyError } from '@daisy-lab/core';
import { parseAddress } from '../io/address.js';
import type { RechunkOptions } from '../io/rechunk/rechunk-options.js';
import { rechunk } from '../io/rechunk/rechunk.js';
import { accesses, type Access } from '../io/storage/chunk-shape.js';
import { asCodecWish } from '../io/storage/codecs.js';
import { ProgressLine } from './progress-line.js';

const flags = ['out', 'for', 'codec', 'chunks', 'memory'] as const;

/** `daisy rechunk FILE[::/path] --out FILE [--for frames|rows|cube]`: a copy of a data file with other chunks and compression. */
export async function rechunkCommand(args: readonly string[]): Promise<number> {
  const { address, out, quiet, options } = readArguments(args);
  const { file, dataset } = parseAddress(address);
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once('SIGINT', interrupt);
  const line = new ProgressLine(quiet);
  try {
    const { path, datasets, left } = await rechunk(file, out, {
      ...{ ...options, signal: stop.signal },
      ...(dataset === undefined ? {} : { dataset }),
      onProgress: fraction => line.show({ state: 'running', progress: fraction, step: 'Copy', remainingMs: null }),
    });
    line.end();
    process.stdout.write(`${path}\n`);
    for (const each of datasets)
      process.stdout.write(`  ${each.path}: chunks [${each.chunks.join(', ')}], ${each.codec}\n`);
    if (left.length > 0) process.stderr.write(`Not in the copy: ${left.join(', ')}.\n`);
    return 0;
  } finally {
    line.end();
    process.off('SIGINT', interrupt);
  }
}

interface RechunkArguments {
  readonly address: string;
  readonly out: string;
  readonly quiet: boolean;
  readonly options: RechunkOptions;
}

function readArguments(args: readonly string[]): RechunkArguments {
  const given: Partial<Record<(typeof flags)[number], string>> = {};
  const words: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const [, name, inline] = /^--([a-z]+)(?:=(.*))?$/s.exec(args[at]!) ?? [];
    const flag = flags.find(each => each === name);
    if (flag) given[flag] = inline ?? args[++at] ?? missing(flag);
    else if (!['overwrite', 'quiet'].includes(name ?? '')) words.push(args[at]!);
  }
  const [address, ...more] = words;
  const { out } = given;
  if (address === undefined || out === undefined || more.length > 0 || address.startsWith('--')) {
    throw new DaisyError('Input', {
      message:
        more.length > 0 ? `daisy rechunk does not understand "${more[0]}".` : 'daisy rechunk takes a file and --out.',
      action: 'Write: daisy rechunk scan.h5::/exchange/data --for rows --out scan-rows.h5',
    });
  }
  const access = given.for === undefined ? undefined : asAccess(given.for);
  return {
    ...{ address, out, quiet: args.includes('--quiet') },
    options: {
      overwrite: args.includes('--overwrite'),
      ...(access ? { access } : {}),
      ...(given.codec === undefined ? {} : { codec: asCodecWish(given.codec) }),
      ...(given.chunks === undefined ? {} : { chunks: given.chunks.split(',').map(text => whole('chunks', text)) }),
      ...(given.memory === undefined ? {} : { memoryLimitBytes: whole('memory', given.memory) }),
    },
  };
}

function asAccess(text: string): Access {
  const found = accesses.find(each => each === text);
  if (found) return found;
  throw new DaisyError('Input', { message: `--for is one of ${accesses.join(', ')}, not "${text}".` });
}

function whole(flag: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new DaisyError('Input', { message: `--${flag} needs whole numbers above 0, not "${text}".` });
}

function missing(flag: string): never {
  throw new DaisyError('Input', { message: `--${flag} needs a value.` });
}
