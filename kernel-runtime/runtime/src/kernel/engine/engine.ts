/** A value in several forms, by MIME type. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** A cell that is about to run. */
export interface CellRequest {
  /** Id of the execute request. */
  readonly cell: string;
  /** Stable id of the notebook cell, when the front end sends one: running the cell again replaces what it declared. */
  readonly key: string | undefined;
  readonly code: string;
  /** The number in `In[n]`. */
  readonly count: number;
  /** Aborted when the cell was ended from outside: what has not started then must not start. */
  readonly signal: AbortSignal;
  /** Runs the code of the cell, so that its output and timers belong to it. */
  within<T>(body: () => T): T;
}

export type CellOutcome = { readonly status: 'ok'; readonly data?: MimeBundle } | CellError;

/** Content of Jupyter's `error` message; positions in the traceback read `In[n]:line:column`. */
export interface CellError {
  readonly status: 'error';
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

/** Positions are UTF-16 units. */
export interface Completion {
  readonly matches: readonly string[];
  readonly start: number;
  readonly end: number;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

export interface Inspection {
  readonly found: boolean;
  readonly data: MimeBundle;
}

export type Completeness =
  { readonly status: 'complete' | 'invalid' | 'unknown' } | { readonly status: 'incomplete'; readonly indent: string };

/** What the language half of an engine answers, on whichever thread it lives. */
export interface Language {
  complete(code: string, position: number): Completion | Promise<Completion>;
  /** @param detail 1 asks for more than the first look */
  inspect(code: string, position: number, detail?: number): Inspection | Promise<Inspection>;
  isComplete(code: string): Completeness | Promise<Completeness>;
}

/**
 * Compiles and runs notebook cells. Names of a cell are visible in the cells that run after it; a name may be declared again.
 * Cells come one at a time. Interrupts and output are the host's business.
 */
export interface Engine extends Language {
  execute(request: CellRequest): Promise<CellOutcome>;
  /** The error of a cell that threw or was interrupted; names that got no value return to what they were. */
  fail(thrown: unknown, cell: string): CellError;
}
