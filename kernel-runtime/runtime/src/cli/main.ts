import { DaisyError, isAbort, type ErrorTag } from '@daisy-lab/core';
import { productVersion } from '../version.js';
import { usage } from './usage.js';

const badInput: readonly ErrorTag[] = ['Input', 'File', 'ScanLayout', 'Data'];

/** The `daisy` command. Returns the exit code: 0 done, 1 failed, 2 bad input, 130 cancelled. */
export async function main(args: readonly string[]): Promise<number> {
  process.stdout.on('error', endWithReader);
  const verbose = args.includes('--verbose');
  const [command, ...rest] = args.filter(arg => arg !== '--verbose');
  try {
    return await runCommand(command, rest);
  } catch (thrown) {
    process.stderr.write(`${sentenceOf(thrown)}\n`);
    if (verbose) process.stderr.write(`${stackOf(thrown)}\n`);
    return exitCode(thrown);
  }
}

/** A reader such as `head` has seen enough. */
function endWithReader(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
}

/** Each command is loaded when it is asked for, so that `daisy list` need not wait for the HDF5 library. */
async function runCommand(command: string | undefined, rest: readonly string[]): Promise<number> {
  switch (command) {
    case undefined:
    case 'help':
    case '--help':
    case '-h':
      process.stdout.write(usage);
      return 0;
    case 'version':
    case '--version':
      process.stdout.write(`${productVersion}\n`);
      return 0;
    case 'list':
      return (await import('./list.js')).list();
    case 'describe':
      return (await import('./describe.js')).describeCommand(rest);
    case 'doc':
      return (await import('./doc.js')).doc(rest);
    case 'crate':
      return (await import('./crate.js')).crate(rest);
    case 'run':
      return (await import('./run.js')).run(rest);
    case 'batch':
      return (await import('./batch.js')).batch(rest);
    case 'propose':
      return (await import('./propose.js')).propose(rest);
    case 'ls':
      return (await import('./ls.js')).ls(rest);
    case 'read':
      return (await import('./read.js')).read(rest);
    case 'simulate-detector':
      return (await import('./simulate-detector.js')).simulateDetectorCommand(rest);
    case 'rechunk':
      return (await import('./rechunk.js')).rechunkCommand(rest);
    case 'verify':
      return (await import('./verify.js')).verifyCommand(rest);
    case 'runs':
      return (await import('./runs.js')).runs();
    case 'cache':
      return (await import('./cache.js')).cacheCommand(rest);
    case 'info':
      return (await import('./info.js')).info(rest);
    case 'demo':
      return (await import('./demo.js')).demo(rest);
    default:
      throw new DaisyError('Input', { message: `There is no command "${command}".`, action: 'See daisy --help.' });
  }
}

function exitCode(thrown: unknown): number {
  if (isAbort(thrown)) return 130;
  return thrown instanceof DaisyError && badInput.includes(thrown.tag) ? 2 : 1;
}

function sentenceOf(thrown: unknown): string {
  if (thrown instanceof DaisyError) return thrown.sentence;
  return `Daisy failed: ${thrown instanceof Error ? thrown.message : String(thrown)}. Run again with --verbose for details.`;
}

function stackOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  return thrown.cause === undefined ? (thrown.stack ?? '') : `${thrown.stack}\ncaused by ${stackOf(thrown.cause)}`;
}
