import type { ContractDescription } from '../algorithm/describe.js';
import type { RunRecord } from '../engine/run.js';
import type { AxisEvidence, ScanDescription } from './file-types.js';
import type { ViewerInfo } from './viewer-types.js';

type Values = Readonly<Record<string, unknown>>;

/** An operation that the user has put into the pipeline beside the steps of `ct.full`. */
export interface CtOperation {
  readonly algorithm: string;
  readonly params: Values;
  /** Bypassed: kept in the list, not computed. */
  readonly off?: boolean;
}

/** Everything that a volume depends on. */
export interface CtRecipe {
  /** File of the scan. */
  readonly path: string;
  /** Detector column of the rotation axis; null: it is found by the run. */
  readonly axisPx: number | null;
  /** Parameters of `ct.full` that differ from their defaults. */
  readonly params: Values;
  readonly operations: readonly CtOperation[];
}

/** A kind of operation that can be put into the pipeline; it works on what `stage` names, e.g. `lineIntegrals`. */
export interface CtOperationKind {
  readonly stage: string;
  /** Id of the step in whose place it stands, e.g. iterations in place of `ct.recon`. */
  readonly replaces?: string;
  readonly contract: ContractDescription;
}

/** One parameter of a grid and its values; `operation` is its place in the list, null for a parameter of `ct.full`. */
export interface CtVariation {
  readonly operation: number | null;
  readonly name: string;
  readonly values: readonly unknown[];
}

/** Values inside a rectangle; NaN is left out. */
export interface RegionStatistics {
  readonly count: number;
  /** NaN and infinite pixels. */
  readonly invalid: number;
  readonly mean: number;
  readonly standardDeviation: number;
  readonly min: number;
  readonly max: number;
}

/** Something that was found in the data or checked before a run. */
export interface CtFinding {
  readonly id: string;
  readonly level: 'good' | 'attention' | 'bad';
  /** `%1`, `%2`, ... stand for the values. */
  readonly text: string;
  readonly values: readonly (number | string)[];
}

/** One scan that waits for its turn, is at work, or has ended. */
export interface CtJob {
  readonly job: string;
  readonly recipe: CtRecipe;
  readonly out: string;
  readonly overwrite: boolean;
  readonly state: 'waiting' | 'started' | 'refused' | 'removed';
  /** Why it could not be started, and what to do. */
  readonly reason: string | null;
  readonly action?: string | undefined;
  readonly run: RunRecord | null;
}

/** The rotation axis as a line through several rows: `axisPx + slopePx * row`. */
export interface CtAxisLine {
  /** Detector rows that were looked at, and the axis in each. */
  readonly rows: readonly number[];
  readonly axesPx: readonly number[];
  /** At row 0. */
  readonly axisPx: number;
  readonly slopePx: number;
  readonly tiltRad: number;
  /** 0..1 */
  readonly confidence: number;
  readonly why: string;
}

interface LiveRow {
  readonly scan: string;
  readonly row: number;
  readonly params: Values;
  readonly operations?: readonly CtOperation[];
}

/** A dataset that may be a part of a scan. */
export interface CtDataset {
  readonly path: string;
  readonly shape: readonly number[];
  readonly dtype: string;
}

/** Where the parts of a scan are; addresses as `::/path`, null for a part that is not there. What is left out is recognised. */
export interface CtMapping {
  readonly name?: string;
  readonly projections?: string;
  readonly flats?: string | null;
  readonly darks?: string | null;
  readonly angles?: string;
  readonly angleUnit?: 'deg' | 'rad';
  readonly turnDeg?: 180 | 360;
  /** Counts of the beam in place of flat fields. */
  readonly constantBeam?: number | 'brightest';
  readonly energyEv?: number;
  readonly pixelSizeUm?: number;
}

/** A choice of the automatic pipeline, with its reasons in sentences. */
export interface CtChoice {
  readonly topic: string;
  readonly chosen: string;
  readonly why: readonly string[];
}

/** Requests of the CT screens. */
export interface CtMethods {
  /** Opens a scan: viewers of its projections (frame = angle) and sinograms (frame = row), both corrected and -log. */
  'ct.open': {
    params: { path: string };
    /** `draftBin`: how many columns of the detector a draft of a slice takes together; 1 where it has them all. */
    result: {
      scan: string;
      description: ScanDescription;
      projections: ViewerInfo;
      sinograms: ViewerInfo;
      draftBin: number;
    };
  };
  /** What a file holds, and the mapping that is kept for it: beside the scan, or for all scans of its folder. */
  'ct.mapping': {
    params: { path: string };
    result: { datasets: readonly CtDataset[]; mapping: CtMapping; reach: 'scan' | 'folder' | null };
  };
  /** Keeps a mapping; an empty one is forgotten. The scan has to be opened again. */
  'ct.map': {
    params: { path: string; mapping: CtMapping; reach: 'scan' | 'folder' };
    result: { file: string; kept: boolean };
  };
  /** Looks at a scan and proposes a reconstruction, with the reason of each choice. */
  'ct.propose': {
    params: { scan: string; params: Values };
    result: { recipe: CtRecipe; choices: readonly CtChoice[] };
  };
  'ct.axis': { params: { scan: string; row: number; params: Values }; result: AxisEvidence };
  /** The axis of `rows` rows spread over the detector, joined by a line. */
  'ct.axisLine': { params: { scan: string; rows: number }; result: CtAxisLine };
  /** A projection, mirrored at the axis, minus the one from the opposite side; with the angles of the two. */
  'ct.mirror': {
    params: { scan: string; axisPx: number };
    result: { viewer: ViewerInfo; anglesDeg: readonly number[] };
  };
  /**
   * Reconstructs one slice into a viewer; the handle stays the same for a scan, its version grows. A draft of a wide detector is made of
   * `bin` columns together and laid out in the size of the whole slice.
   */
  'ct.slice': {
    params: LiveRow & { axisPx: number; quality: 'draft' | 'exact' };
    /** `residuals`: relative misfit before each iteration, of a reconstruction by iterations. */
    result: { viewer: ViewerInfo; milliseconds: number; bin: number; residuals?: readonly number[] };
  };
  /** Misfit and roughness of slices over weights of the total variation; `corner` is the index where the curve bends most. */
  'ct.lCurve': {
    params: LiveRow & { axisPx: number; values: readonly number[] };
    result: {
      values: readonly number[];
      misfits: readonly number[];
      roughness: readonly number[];
      corner: number;
      milliseconds: number;
    };
  };
  /** Whether the files of a scan have grown or changed since it was opened. */
  'ct.changed': { params: { scan: string }; result: { changed: boolean } };
  'ct.close': { params: { scan: string }; result: Record<string, never> };

  /** What can be put into the pipeline, known by contract. */
  'ct.operations': { params: Record<string, never>; result: { operations: readonly CtOperationKind[] } };
  /** Sinogram of a row with the operations `before` (none by default) and with all, and their difference; `changedShare` of the pixels differ by more than 1 % of the spread. */
  'ct.sinogram': {
    params: LiveRow & { before?: readonly CtOperation[] };
    result: { before: ViewerInfo; after: ViewerInfo; difference: ViewerInfo; changedShare: number };
  };
  /**
   * One slice for each axis, in one viewer (frame = axis). Scores, lower is better: share of negative attenuation; `more` has the negative
   * standard deviation (`contrast`) and the mean step between neighbours relative to it (`variation`).
   */
  'ct.sweep': {
    params: LiveRow & { axesPx: readonly number[] };
    result: {
      viewer: ViewerInfo;
      axesPx: readonly number[];
      scores: readonly number[];
      more: { readonly contrast: readonly number[]; readonly variation: readonly number[] };
      milliseconds: number;
    };
  };
  /** One slice for each pair of values, in one viewer (frame = second * length of first + first). */
  'ct.grid': {
    params: LiveRow & { axisPx: number; first: CtVariation; second: CtVariation };
    result: { viewer: ViewerInfo; milliseconds: number };
  };
  /** Keeps the live slice as it is now. */
  'ct.pin': { params: { scan: string }; result: { viewer: ViewerInfo } };
  /** Second minus first of two images of a size; `frame` of both, 0 by default. */
  'ct.difference': {
    params: { scan: string; first: string; second: string; frame?: number };
    result: { viewer: ViewerInfo; meanAbsolute: number };
  };
  /** Statistics of a rectangle of an image, in pixels; it is cut at the edges. */
  'ct.region': {
    params: { handle: string; frame: number; x: number; y: number; width: number; height: number };
    result: RegionStatistics;
  };
  /** Mean line integral in a rectangle of the projections over the angle; of long scans an even sample of projections. */
  'ct.through': {
    params: { scan: string; x: number; y: number; width: number; height: number };
    result: { angles: readonly number[]; means: readonly number[] };
  };
  /** Looks at all of a scan; viewers of its flat and dark fields; mean line integral over angle in the outer columns. */
  'ct.findings': {
    params: { scan: string };
    result: {
      findings: readonly CtFinding[];
      flats: ViewerInfo | null;
      darks: ViewerInfo | null;
      anglesDeg: readonly number[];
      air: readonly number[];
    };
  };

  /** What a run would need and what there is. `milliseconds` is null when this machine has measured nothing yet. */
  'ct.preflight': {
    params: { scan: string; recipe: CtRecipe; out: string };
    result: { checks: readonly CtFinding[]; volumeBytes: number; milliseconds: number | null };
  };
  /** Starts the reconstruction of a whole scan. */
  'ct.start': { params: { recipe: CtRecipe; out: string; overwrite?: boolean }; result: RunRecord };
  /** Adds scans to the queue of this kernel; they run one after the other. With `job`, one that waits is changed. */
  'ct.enqueue': {
    params: { jobs: readonly { job?: string; recipe: CtRecipe; out: string; overwrite?: boolean }[] };
    result: { jobs: readonly CtJob[] };
  };
  'ct.queue': { params: Record<string, never>; result: { jobs: readonly CtJob[] } };
  /** Takes a scan out of the queue; a run at work is cancelled. */
  'ct.dequeue': { params: { job: string }; result: { jobs: readonly CtJob[] } };

  /** The volume as a recipe: each slice is reconstructed when it is looked at (frame = row). */
  'ct.recipe': { params: { scan: string; recipe: CtRecipe }; result: { viewer: ViewerInfo } };
  /** Three directions through a stored volume: slices (frame = z), front (frame = y) and side (frame = x). */
  'ct.planes': {
    params: { source: string };
    result: { slices: ViewerInfo; front: ViewerInfo; side: ViewerInfo };
  };
  /**
   * Writes images of a viewer as files: grey levels between two values (png), the same as one movie of at most 256 images of at most 512
   * pixels (gif), or values (tiff, hdf5): as they are, or as integers of 8 or 16 `bits` between `low` and `high`; value = integer x `scale` +
   * `offset`, and `clippedShare` of the pixels lay outside.
   */
  'ct.export': {
    params: {
      handle: string;
      first: number;
      end: number;
      format: 'png' | 'tiff' | 'gif' | 'hdf5';
      file: string;
      low: number;
      high: number;
      bits?: number;
      overwrite?: boolean;
    };
    result: { files: readonly string[]; bytes: number; scale?: number; offset?: number; clippedShare?: number };
  };

  /** The recipe as a document, as code for a notebook cell and as a command. */
  'ct.document': {
    params: { recipe: CtRecipe; out: string };
    result: { text: string; cell: string; command: string; lines: readonly CtDocumentLine[] };
  };
  /** A file that is as this client wrote or read it last (`known`, its stamp) is replaced; others only with `overwrite`. */
  'ct.save': {
    params: { recipe: CtRecipe; file: string; overwrite?: boolean; known?: string };
    result: { file: string; stamp: string };
  };
  /** The recipe of a document, or of a volume that knows how it was made. */
  'ct.load': { params: { file: string }; result: { recipe: CtRecipe; stamp: string } };
}

/** A step of the recipe in words. */
export interface CtDocumentLine {
  readonly title: string;
  readonly algorithm: string;
  readonly version: string;
  readonly params: Values;
}
