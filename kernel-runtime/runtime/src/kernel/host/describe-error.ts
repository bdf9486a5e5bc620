import { inspect } from 'node:util';
import type { CellError } from '../engine/engine.js';
import { sourceCode } from './sources.js';

const deepestCause = 5;

/** A cell was stopped by the user. */
export class Interrupted extends Error {
  override readonly name = 'KeyboardInterrupt';
  constructor() {
    super('The cell was interrupted.');
    this.stack = '';
  }
}

/**
 * Any thrown value as Jupyter's `error`. A DaisyError is shown by its sentence first; an ordinary error by its message, the line of
 * the cell and the stack.
 */
export function describeError(thrown: unknown): CellError {
  if (thrown instanceof Interrupted) {
    const sentence = `${thrown.message} Its \`finally\` blocks may not have run: files that it had open may still be open.`;
    return { status: 'error', ename: thrown.name, evalue: thrown.message, traceback: [sentence] };
  }
  if (!isError(thrown)) {
    const text = inspect(thrown);
    return { status: 'error', ename: 'Thrown', evalue: text, traceback: [`Thrown: ${text}`] };
  }
  const [head, ...frames] = stackOf(thrown);
  const where = excerpt(frames);
  if (isDaisyError(thrown)) {
    const traceback = [thrown.sentence, ...where, ...frames.filter(frame => frame.includes('In[')), ...causes(thrown)];
    return { status: 'error', ename: `DaisyError (${thrown.tag})`, evalue: thrown.sentence, traceback };
  }
  const traceback = [head ?? thrown.message, ...where, ...frames, ...causes(thrown)];
  return { status: 'error', ename: thrown.name || 'Error', evalue: thrown.message, traceback };
}

/** The lines of the message (joined) and then the frames. */
function stackOf(error: Error): string[] {
  const lines = String(error.stack || `${error.name}: ${error.message}`).split('\n');
  const first = lines.findIndex(line => /^ {4}at /.test(line));
  return first < 0 ? [lines.join('\n')] : [lines.slice(0, first).join('\n'), ...lines.slice(first)];
}

function excerpt(frames: readonly string[]): string[] {
  const at = /\((In\[\d+\]|[^()]*):(\d+):\d+\)/.exec(frames.join('\n'));
  const line = at && sourceCode(at[1]!)?.split('\n')[Number(at[2]) - 1];
  return line ? [`${at[1]} line ${at[2]}:  ${line.trim()}`] : [];
}

function causes(error: Error): string[] {
  const lines: string[] = [];
  let cause = error.cause;
  for (let depth = 0; cause !== undefined && cause !== null && depth < deepestCause; depth++) {
    lines.push(`caused by ${isDaisyError(cause) ? cause.sentence : isError(cause) ? String(cause) : inspect(cause)}`);
    cause = isError(cause) ? cause.cause : undefined;
  }
  return lines;
}

/** Errors of other realms (`vm`, packages) are errors too. */
function isError(value: unknown): value is Error {
  return (
    value instanceof Error || (typeof value === 'object' && value !== null && 'stack' in value && 'message' in value)
  );
}

/** By shape, because a notebook may bring a copy of the package along. */
function isDaisyError(value: unknown): value is Error & { readonly tag: string; readonly sentence: string } {
  const error = value as { readonly name?: unknown; readonly tag?: unknown; readonly sentence?: unknown } | null;
  return (
    isError(value) &&
    error?.name === 'DaisyError' &&
    typeof error.tag === 'string' &&
    typeof error.sentence === 'string'
  );
}
