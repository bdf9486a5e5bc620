import type { InputOutcome } from '../messages.js';
import { ownerOrLatest } from './attribution.js';
import { Interrupted } from './describe-error.js';

type AskUser = (question: {
  readonly prompt: string;
  readonly password: boolean;
  readonly cell: string | undefined;
}) => Promise<InputOutcome>;

/** The front end, or the state of the cell, does not allow a question. */
class InputRefused extends Error {
  override readonly name = 'StdinNotImplementedError';
}

/** Makes the global functions `input` and `password`: a cell awaits what the user types. */
export function installInput(ask: AskUser): void {
  const question = async (prompt: unknown, password: boolean): Promise<string> => {
    const outcome = await ask({ prompt: String(prompt ?? ''), password, cell: ownerOrLatest()?.id });
    if (outcome.status === 'ok') return outcome.value;
    throw outcome.status === 'ended' ? new Interrupted() : new InputRefused(outcome.why);
  };
  Object.assign(globalThis, {
    input: (prompt?: unknown) => question(prompt, false),
    password: (prompt?: unknown) => question(prompt, true),
  });
}
