import { parseArgs } from 'node:util';
import { DaisyError } from '@daisy-lab/core';
import { simulateDetector, type DetectorKind, type SimulateOptions } from '../io/live/simulate/simulate-detector.js';

const kinds: readonly DetectorKind[] = ['simplon2', 'simplon1', 'json', 'directory', 'hdf5'];
const codecs = ['none', 'bslz4', 'lz4'] as const;

const flags = {
  kind: { type: 'string' },
  rate: { type: 'string' },
  frames: { type: 'string' },
  at: { type: 'string' },
  compression: { type: 'string' },
  lose: { type: 'string' },
} as const;

/** `daisy simulate-detector FILE --kind KIND [--rate N]`: plays a dataset as if a detector gave it. */
export async function simulateDetectorCommand(args: readonly string[]): Promise<number> {
  const { address, options } = readArguments(args);
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once('SIGINT', interrupt);
  try {
    const given = await simulateDetector(address, { ...options, signal: stop.signal });
    process.stdout.write(`${given} frames\n`);
    return 0;
  } catch (thrown) {
    throw stop.signal.aborted ? DaisyError.cancelled('The simulation') : thrown;
  } finally {
    process.off('SIGINT', interrupt);
  }
}

function readArguments(args: readonly string[]): { address: string; options: SimulateOptions } {
  const { values, positionals } = parsed(args);
  const [address, ...more] = positionals;
  const kind = kinds.find(name => name === values.kind);
  if (address === undefined || more.length > 0 || !kind) {
    throw new DaisyError('Input', {
      message: `daisy simulate-detector takes one file and a kind: ${kinds.join(', ')}.`,
      action: 'Write: daisy simulate-detector scan.h5 --kind simplon2 --rate 10',
    });
  }
  const compression = codecs.find(name => name === values.compression);
  if (values.compression !== undefined && !compression) {
    throw new DaisyError('Input', { message: `--compression is one of ${codecs.join(', ')}.` });
  }
  const lose = values.lose?.split(',').map(text => number('lose', text, 0));
  return {
    address,
    options: {
      kind,
      ...(values.rate === undefined ? {} : { rate: number('rate', values.rate, 0) }),
      ...(values.frames === undefined ? {} : { frames: number('frames', values.frames, 1) }),
      ...(values.at === undefined ? {} : { at: values.at }),
      ...(compression ? { compression } : {}),
      ...(lose ? { lose } : {}),
    },
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: flags, allowPositionals: true });
  } catch (cause) {
    throw new DaisyError('Input', { message: `${(cause as Error).message.split('. ')[0]}.`, cause });
  }
}

function number(flag: string, text: string, least: number): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value >= least) return value;
  throw new DaisyError('Input', { message: `--${flag} needs a number from ${least} on, not "${text}".` });
}
