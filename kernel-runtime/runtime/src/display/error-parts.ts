import { types } from 'node:util';

const deepestCause = 5;
const mostFacts = 8;
const mostErrors = 5;

/** An error taken apart, for people: what happened, what to do about it, the facts, and only then where in the code. */
export interface ErrorParts {
  /** `RangeError`, `DaisyError (File)` */
  readonly name: string;
  /** The message alone. */
  readonly message: string;
  /** Name and message; of a DaisyError, whose message is a sentence, the message alone. */
  readonly headline: string;
  /** What to do. */
  readonly action: string | undefined;
  /** `file: '/data/scan.h5'` */
  readonly facts: readonly string[];
  /** Lines of the stack, each beginning with `at`. */
  readonly frames: readonly string[];
  /** One line for each error behind this one, nearest first. */
  readonly causes: readonly string[];
}

/** Errors of other realms (`vm`, packages) are errors too. */
export function isError(value: unknown): value is Error {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return false;
  try {
    return value instanceof Error || types.isNativeError(value) || ('stack' in value && 'message' in value);
  } catch {
    return false; // its prototype is a Proxy that refuses
  }
}

/** Takes an error apart; whatever its getters do, this does not throw. `describe` says what a fact or a cause is that is no error. */
export function errorParts(error: Error, describe: (value: unknown) => string): ErrorParts {
  const daisy = isDaisyError(error);
  const message = textOf(error, 'message') ?? '';
  const name = textOf(error, 'name') || 'Error';
  const [head, ...frames] = stackOf(error, name, message);
  const facts = daisy ? ownFacts(error, describe) : [];
  return {
    name: daisy ? `DaisyError (${textOf(error, 'tag')})` : name,
    message,
    headline: daisy ? message : head!,
    action: daisy ? textOf(error, 'action') : undefined,
    facts,
    frames,
    causes: [...companions(error, describe), ...causes(error, describe)],
  };
}

function read(value: object, key: string): unknown {
  try {
    return (value as Record<string, unknown>)[key];
  } catch {
    return undefined;
  }
}

function textOf(error: object, key: string): string | undefined {
  const value = read(error, key);
  return typeof value === 'string' ? value : undefined;
}

/** By shape, because a notebook may bring a copy of the package along. */
function isDaisyError(error: Error): boolean {
  return (
    textOf(error, 'name') === 'DaisyError' &&
    textOf(error, 'tag') !== undefined &&
    textOf(error, 'sentence') !== undefined
  );
}

/** Name and message (which may have several lines), and then the frames. */
function stackOf(error: Error, name: string, message: string): string[] {
  const plain = message === '' ? name : `${name}: ${message}`;
  const lines = (textOf(error, 'stack') || plain).split('\n');
  const first = lines.findIndex(line => /^ {4}at /.test(line));
  const head = (first < 0 ? lines : lines.slice(0, first)).join('\n');
  // A stack is written when the error is made: name and message may have been set later.
  return [head.includes(message) ? head : plain, ...(first < 0 ? [] : lines.slice(first))];
}

function ownFacts(error: Error, describe: (value: unknown) => string): string[] {
  const facts = read(error, 'facts');
  if (typeof facts !== 'object' || facts === null) return [];
  return Object.keys(facts)
    .slice(0, mostFacts)
    .map(key => `${key}: ${describe(read(facts, key))}`);
}

/** Several errors at once, as `Promise.any` gives them. */
function companions(error: Error, describe: (value: unknown) => string): string[] {
  const errors = read(error, 'errors');
  if (!Array.isArray(errors)) return [];
  const lines = errors.slice(0, mostErrors).map(each => `one of them: ${summary(each, describe)}`);
  return errors.length > mostErrors ? [...lines, `and ${errors.length - mostErrors} more`] : lines;
}

function causes(error: Error, describe: (value: unknown) => string): string[] {
  const lines: string[] = [];
  const seen = new Set<unknown>([error]);
  let cause = read(error, 'cause');
  while (cause !== undefined && cause !== null && !seen.has(cause) && lines.length < deepestCause) {
    seen.add(cause);
    lines.push(`caused by ${summary(cause, describe)}`);
    cause = isError(cause) ? read(cause, 'cause') : undefined;
  }
  return lines;
}

function summary(value: unknown, describe: (value: unknown) => string): string {
  if (!isError(value)) return describe(value);
  const sentence = isDaisyError(value) ? textOf(value, 'sentence') : undefined;
  const message = textOf(value, 'message');
  return sentence ?? [textOf(value, 'name') || 'Error', ...(message ? [message] : [])].join(': ');
}
