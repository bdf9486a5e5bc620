/**
 * The kinds of failure a user can meet. Few on purpose: a tag decides the exit code of the command line and the place
 * where a screen shows the sentence, nothing more.
 *
 * - `Input`       a value, parameter or link that the contract does not allow
 * - `File`        a file that is missing, truncated, of another format, or cannot be written
 * - `ScanLayout`  a readable file in which the expected data were not found or do not fit together
 * - `Data`        numbers that cannot be analysed (NaN, empty, no signal)
 * - `Resource`    not enough memory, disk, threads, or a missing program or device
 * - `Cancelled`   the user stopped it
 * - `Protocol`    the two sides of a connection do not understand each other
 * - `Internal`    a defect of Daisy itself
 */
export type ErrorTag = 'Input' | 'File' | 'ScanLayout' | 'Data' | 'Resource' | 'Cancelled' | 'Protocol' | 'Internal';

/** What an error says: one sentence (`message`), what to do about it (`action`), and the facts as further fields. */
export interface ErrorDetails {
  readonly message: string;
  readonly action?: string;
  readonly cause?: unknown;
  readonly [fact: string]: unknown;
}

/** The error as it travels between threads and to the screen. */
export interface ErrorRecord {
  readonly tag: ErrorTag;
  readonly message: string;
  readonly action?: string;
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly cause?: ErrorRecord;
}

/** An error made for people: `message` says what is wrong and where, `action` what to do. */
export class DaisyError extends Error {
  readonly tag: ErrorTag;
  readonly action: string | undefined;
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(tag: ErrorTag, details: ErrorDetails) {
    const { message, action, cause, ...facts } = details;
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'DaisyError';
    this.tag = tag;
    this.action = action;
    this.facts = facts;
  }

  /** The sentence and what to do, as one line of text. */
  get sentence(): string {
    return this.action ? `${this.message} ${this.action}` : this.message;
  }

  toRecord(): ErrorRecord {
    const facts = Object.keys(this.facts).length > 0 ? { facts: this.facts } : {};
    const action = this.action === undefined ? {} : { action: this.action };
    const cause = this.cause === undefined ? {} : { cause: recordOf(this.cause) };
    return { tag: this.tag, message: this.message, ...action, ...facts, ...cause };
  }

  static fromRecord(record: ErrorRecord): DaisyError {
    return new DaisyError(record.tag, {
      message: record.message,
      ...(record.action === undefined ? {} : { action: record.action }),
      ...record.facts,
      ...(record.cause ? { cause: DaisyError.fromRecord(record.cause) } : {}),
    });
  }

  static cancelled(what = 'The run'): DaisyError {
    return new DaisyError('Cancelled', { message: `${what} was cancelled.` });
  }
}

/** Any thrown value as a record; what is not a DaisyError is an internal defect and says so. */
export function recordOf(thrown: unknown): ErrorRecord {
  if (thrown instanceof DaisyError) return thrown.toRecord();
  if (isAbort(thrown)) return DaisyError.cancelled().toRecord();
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const stack = thrown instanceof Error && thrown.stack ? { facts: { stack: thrown.stack } } : {};
  return { tag: 'Internal', message, ...stack };
}

/** True for the errors that an aborted signal produces. */
export function isAbort(thrown: unknown): boolean {
  return (
    (thrown instanceof DaisyError && thrown.tag === 'Cancelled') ||
    (thrown instanceof Error && thrown.name === 'AbortError')
  );
}
