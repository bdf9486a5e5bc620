/** A line of what the engine of a kernel did. */
export interface LogLine {
  /** Counts up from 1; lines may be missing at the beginning. */
  readonly seq: number;
  /** ms since 1970 */
  readonly atMs: number;
  readonly level: 'info' | 'warning' | 'error';
  readonly run: string;
  /** Title of the run. */
  readonly title: string;
  /** Path of the step in the run; empty for the run itself. */
  readonly step: string;
  readonly text: string;
}

/** What the engines of a kernel, that of the screens and those of its cells, say: starts, ends, failures, and lines that bodies write. Event `log` tells that there is more. */
export interface LogMethods {
  /** The lines behind number `after` that are still there, at most 2000. */
  'log.list': { params: { after: number }; result: { lines: readonly LogLine[] } };
}
