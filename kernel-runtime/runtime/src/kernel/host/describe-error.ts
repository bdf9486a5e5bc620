import { errorParts, isError } from '../../display/error-parts.js';
import { inspectValue } from '../../display/inspect/inspect-value.js';
import type { CellError } from '../engine/engine.js';
import { sourceCode } from './sources.js';

/** A cell was stopped by the user. */
export class Interrupted extends Error {
  override readonly name = 'KeyboardInterrupt';
  constructor() {
    super('The cell was interrupted.');
    this.stack = '';
  }
}

const red = (text: string): string => `\x1b[31m${text}\x1b[39m`;
const green = (text: string): string => `\x1b[32m${text}\x1b[39m`;
const cyan = (text: string): string => `\x1b[36m${text}\x1b[39m`;

/**
 * Any thrown value as Jupyter's `error`: what happened, what to do, the facts, the line of the cell and the causes; then the stack,
 * of a DaisyError only its cells. Coloured with the ANSI codes that notebooks and terminals know.
 */
export function describeError(thrown: unknown): CellError {
  if (!isError(thrown)) {
    const text = short(thrown);
    return { status: 'error', ename: 'Thrown', evalue: text, traceback: [red(`Thrown: ${text}`)] };
  }
  if (thrown instanceof Interrupted) {
    const sentence = `${thrown.message} Its \`finally\` blocks may not have run: files that it had open may still be open.`;
    return { status: 'error', ename: thrown.name, evalue: thrown.message, traceback: [sentence] };
  }
  const { name, message, headline, action, facts, frames, causes } = errorParts(thrown, short);
  const shown =
    action === undefined && !name.startsWith('DaisyError') ? frames : frames.filter(frame => frame.includes('In['));
  const advice = action === undefined ? [] : [green(`What to do: ${action}`)];
  return {
    status: 'error',
    ename: name,
    evalue: action === undefined ? message : `${message} ${action}`,
    traceback: [red(headline), ...advice, ...facts, ...excerpt(frames), ...causes, ...shown],
  };
}

const short = (value: unknown): string => inspectValue(value, { depth: 2, entries: 20, text: 1000, values: 100 });

function excerpt(frames: readonly string[]): string[] {
  const at = /\((In\[\d+\]|[^()]*):(\d+):\d+\)/.exec(frames.join('\n'));
  const line = at && sourceCode(at[1]!)?.split('\n')[Number(at[2]) - 1];
  return line ? [`${cyan(`${at[1]} line ${at[2]}`)}:  ${line.trim()}`] : [];
}
