import type { RunRecord } from '@daisy-lab/core';

/** Work in the background that screens list, follow and cancel. */
export interface BackgroundRun {
  readonly id: string;
  /** Settles with the last record; never rejects. */
  readonly finished: Promise<RunRecord>;
  /** What is known at this moment. */
  record(): RunRecord;
  cancel(): void;
  /** Calls `listener` whenever the record has changed. */
  onChange(listener: (record: RunRecord) => void): void;
}
