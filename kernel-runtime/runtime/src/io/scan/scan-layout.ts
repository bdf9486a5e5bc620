import type { DataSource } from '../data-source.js';
import type { FrameSet } from './frame-set.js';
import type { ScanAngles } from './scan-angles.js';

/** What a layout found in a file. */
export interface FoundScan {
  readonly layout: string;
  /** What is opened to read frames, where it is not the scan's own path: the folder or file of the projections. */
  readonly home?: string | undefined;
  readonly why: readonly string[];
  readonly projections: FrameSet;
  readonly flats: FrameSet | null;
  readonly darks: FrameSet | null;
  /** Counts of the beam where there are no flat fields. */
  readonly constantBeam?: number | undefined;
  /** Set where the values are line integrals, in these units: they are read as transmission. */
  readonly attenuationUnit?: number | undefined;
  readonly angles: ScanAngles;
  readonly warnings: readonly string[];
  readonly energyEv?: number | undefined;
  readonly pixelSizeUm?: number | undefined;
}

/** A way in which facilities store scans. */
export interface ScanLayout {
  readonly name: string;
  /** What it looks for, for the error when nothing fits. */
  readonly looksFor: readonly string[];
  /** null when the file is not of this layout. */
  find(source: DataSource): FoundScan | null | Promise<FoundScan | null>;
}
