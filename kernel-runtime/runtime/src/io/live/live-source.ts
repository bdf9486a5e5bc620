import type { NdArray } from '@daisy-lab/core';
import type { Attributes } from '../attributes.js';

/** A series begins; frames that come without such a message begin one of their own. */
export interface SeriesBegin {
  readonly kind: 'begin';
  readonly series: string;
  /** Frames that were announced; null when nobody said. */
  readonly frames: number | null;
  readonly attributes: Attributes;
}

/** One image, decoded, in memory that is the receiver's own. */
export interface LiveFrame {
  readonly kind: 'frame';
  readonly series: string;
  /** Number within the series as the source counts, from 0 for detectors. */
  readonly number: number;
  /** Of axes row and column; the first channel where there are several. */
  readonly image: NdArray;
  /** All channels (energy thresholds) by name. */
  readonly channels: Readonly<Record<string, NdArray>>;
  readonly attributes: Attributes;
}

/** A series is over: announced by the source, followed by another series, or given up. */
export interface SeriesEnd {
  readonly kind: 'end';
  readonly series: string;
  readonly report: LiveReport;
}

export type LiveEvent = SeriesBegin | LiveFrame | SeriesEnd;

/** What has become of the frames of the series that is on, or was the last. */
export interface LiveReport {
  readonly series: string | null;
  readonly announced: number | null;
  /** Different frames that reached this process. */
  readonly received: number;
  /** Of these, given to the receiver, dropped because it was too slow, and not decodable. */
  readonly delivered: number;
  readonly dropped: number;
  readonly damaged: number;
  /** Frames that came again; they were not given to the receiver a second time. */
  readonly repeated: number;
  /** Frames that never came, as `[first, end)`, the first thousand stretches. */
  readonly missing: readonly (readonly [first: number, end: number])[];
  readonly missingCount: number;
  /** What went wrong, the latest twenty. */
  readonly problems: readonly string[];
  /** The source said that the series is over. */
  readonly ended: boolean;
}

export interface FollowOptions {
  /** Frames that may wait for the receiver; 16 by default. */
  readonly queue?: number;
  /**
   * What happens when so many wait. `wait` (default): nothing more is taken from the source, which slows or stops it; `drop`: the oldest
   * frame that waits is dropped and counted, so that the receiver sees what is new.
   */
  readonly whenFull?: 'wait' | 'drop';
  /** Ends after so many series; 1 by default, Infinity for ever. */
  readonly series?: number;
  /** Frames of a series, for sources that do not say it: with the last of them the series is over. */
  readonly frames?: number;
  /** Ends when nothing has come for so long; without it, follows for ever. */
  readonly idleMs?: number;
  /** Files: how often to look again in milliseconds, besides when the system reports a change; 200 by default. */
  readonly lookMs?: number;
  /** Files: leaves out what is there when following begins. */
  readonly onlyNew?: boolean;
  /** Streams: a longer message ends the connection before its memory is taken; 1 GiB by default. */
  readonly largestMessageBytes?: number;
  /** Ends the following; the iteration fails with DaisyError `Cancelled`. */
  readonly signal?: AbortSignal;
}

/**
 * A source that goes on giving frames. It is iterated once: events in order, or frames alone. Leaving the loop closes it.
 * The iteration fails with DaisyError `File` when what is followed can never be read, `Cancelled` when the signal says so.
 */
export interface LiveSource extends AsyncIterable<LiveEvent> {
  readonly address: string;
  readonly report: LiveReport;
  frames(): AsyncIterable<LiveFrame>;
  close(): Promise<void>;
}
