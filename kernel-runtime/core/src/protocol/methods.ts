import type { Dtype } from '../array/dtype.js';
import type { ContractDescription } from '../algorithm/describe.js';
import type { RunRecord } from '../engine/run.js';
import type { OriginGraph } from '../store/origin.js';
import type { ObjectDescription, Selection, StoreUsage } from '../store/store.js';
import type { DocumentProblem } from '../workflow/document/document.js';
import type { CtMethods } from './ct-methods.js';
import type { DataMethods } from './data-methods.js';
import type { GraphMethods } from './graph-methods.js';
import type { LogMethods } from './log-methods.js';
import type { RpcMethods } from './rpc-methods.js';

/** Rectangle and pooling of a tile. `binX`, `binY` >= 1 source pixels make one tile pixel; whole bins only. */
export interface TileRequest {
  readonly handle: string;
  readonly frame: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly binX: number;
  readonly binY: number;
  readonly pool: 'mean' | 'max' | 'min';
  /** `draft` reads one row of each bin (while dragging), `exact` all. */
  readonly quality: 'draft' | 'exact';
  /** Pooled samples in two bytes each, where they do: see `SampleCodes`. */
  readonly codes?: boolean;
}

/** What 16-bit codes stand for: `value = offset + code * step`, and 65535 is NaN. */
export interface SampleCodes {
  readonly offset: number;
  readonly step: number;
}

/** A stack of images that the viewer service has opened; array `data` of a tile is [height, width]. */
export interface ViewerInfo {
  readonly handle: string;
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly dtype: Dtype;
  readonly unit?: string | undefined;
  readonly axes: readonly string[];
  /** Changes when the content behind the handle changed. */
  readonly version: number;
}

export interface Histogram {
  readonly low: number;
  readonly high: number;
  readonly counts: readonly number[];
  /** NaN and infinite pixels. */
  readonly invalid: number;
  /** 0.5 and 99.5 percentiles: limits of automatic contrast. */
  readonly percentiles: readonly [number, number];
}

/** Of the pixels of a rectangle that are numbers. */
export interface PixelStatistics {
  readonly count: number;
  /** NaN and infinite pixels. */
  readonly invalid: number;
  readonly min: number;
  readonly max: number;
  readonly sum: number;
  readonly mean: number;
  /** Standard deviation of the population. */
  readonly std: number;
}

/** One dataset that plays a part in a scan. */
export interface ScanPart {
  readonly path: string;
  readonly shape: readonly number[];
  readonly dtype: string;
}

/** What was recognised in a scan file, with the evidence. */
export interface ScanDescription {
  readonly path: string;
  readonly layout: string;
  /** Sentences that say why this layout was chosen. */
  readonly why: readonly string[];
  readonly projections: ScanPart;
  readonly flats: ScanPart | null;
  readonly darks: ScanPart | null;
  readonly angles: ScanPart | null;
  /** First and last angle in degrees. */
  readonly angleRangeDeg: readonly [number, number];
  readonly angleCount: number;
  readonly rows: number;
  readonly columns: number;
  /** Degrees that the scan goes round; absent where nothing says so. */
  readonly turnDeg?: 180 | 360 | undefined;
  /** Photon energy in eV, where the file or the user gives it. */
  readonly energyEv?: number | undefined;
  /** Edge of a pixel in the sample in micrometres, where the file or the user gives it. */
  readonly pixelSizeUm?: number | undefined;
  /** Sentences that the user should read before going on. */
  readonly warnings: readonly string[];
}

/** The rotation axis with its score curve: lower score is better. */
export interface AxisEvidence {
  readonly axisPx: number;
  readonly method: string;
  /** 0..1 */
  readonly confidence: number;
  readonly candidatesPx: readonly number[];
  readonly scores: readonly number[];
  readonly why: string;
}

/** Entry of a folder that may be opened as a scan. */
export interface FileEntry {
  readonly name: string;
  readonly path: string;
  readonly kind: 'folder' | 'file';
  readonly bytes: number;
  readonly modifiedMs: number;
}

/** The node of an HDF5 tree; groups carry no shape. */
export interface TreeNode {
  readonly path: string;
  readonly kind: 'group' | 'dataset' | 'link';
  readonly shape?: readonly number[];
  readonly dtype?: string;
}

/** What a kernel may use, and what it uses. */
export interface SessionStatus {
  /** Threads that the services may use at once. */
  readonly threads: number;
  /** Threads that the machine has. */
  readonly cores: number;
  /** Memory of the kernel process, in bytes. */
  readonly memoryBytes: number;
  /** Memory that a run may take; null where it is half of what is free when the run starts. */
  readonly budgetBytes: number | null;
}

/** What is wrong with a document, and the contract of its workflow when nothing is. */
export interface DocumentCheck {
  readonly problems: readonly DocumentProblem[];
  readonly contract: ContractDescription | null;
}

/** What was read of an object, beside its arrays. */
export type ObjectContent =
  | {
      readonly kind: 'array';
      readonly dtype: Dtype;
      readonly shape: readonly number[];
      readonly axes: readonly string[];
      readonly unit?: string;
    }
  | {
      readonly kind: 'table';
      /** Names of all columns, in order. */
      readonly columns: readonly string[];
      /** The columns that hold words. */
      readonly words: Readonly<Record<string, readonly string[]>>;
    }
  | { readonly kind: 'value'; readonly value: unknown };

/** Every request the front end can make: parameters and JSON result. Arrays are named in the comments. */
export interface Methods extends RpcMethods, CtMethods, DataMethods, GraphMethods, LogMethods {
  /**
   * Limits what the services of this kernel use, until it is configured again. `threads` 0: all that the machine has; `memoryBytes` of a
   * run, 0 or absent: half of what is free when it starts.
   */
  'session.configure': { params: { threads: number; memoryBytes?: number }; result: SessionStatus };
  'session.status': { params: Record<string, never>; result: SessionStatus };

  'algorithms.list': {
    params: Record<string, never>;
    result: { algorithms: readonly { id: string; title: string }[] };
  };
  'algorithms.describe': { params: { id: string }; result: ContractDescription };

  /** Reads a `.daisy` file. One with errors opens for reading only; `problems` says why. */
  'document.open': { params: { path: string }; result: { path: string; text: string } & DocumentCheck };
  /** Checks the text of a document that is being edited; relative paths in it start from the folder of `path`. */
  'document.check': { params: { path: string; text: string }; result: DocumentCheck };

  'files.list': {
    params: { folder: string; extensions: readonly string[] };
    result: { folder: string; entries: readonly FileEntry[] };
  };
  'hdf5.tree': { params: { path: string }; result: { nodes: readonly TreeNode[] } };

  /**
   * `source`: a `file.h5::/path` address, or a file that names its default dataset. `image`: the axes `[down, across]` of the image, the
   * last two by default; all others together number the frames. `flat` divides by the flat fields of the scan in the file, `log` takes
   * the negative logarithm of that.
   */
  'viewer.open': {
    params: { source: string; image?: readonly number[]; flat?: boolean; log?: boolean };
    result: ViewerInfo;
  };
  /** array `data` [height, width], stored dtype at bin 1, float32 when pooled; uint16 where the result says what its codes stand for */
  'viewer.tile': {
    params: TileRequest;
    result: {
      frame: number;
      x: number;
      y: number;
      binX: number;
      binY: number;
      width: number;
      height: number;
      version: number;
      codes?: SampleCodes;
    };
  };
  'viewer.value': { params: { handle: string; frame: number; x: number; y: number }; result: { value: number } };
  'viewer.histogram': { params: { handle: string; frame: number; bins: number }; result: Histogram };
  /** array `values` [length]: values along a line sampled at pixel steps */
  'viewer.profile': {
    params: { handle: string; frame: number; x0: number; y0: number; x1: number; y1: number };
    result: { length: number };
  };
  /** Of a rectangle in image pixels; without one, of the whole image. Pixels that are no numbers are counted and left out. */
  'viewer.statistics': {
    params: { handle: string; frame: number; x?: number; y?: number; width?: number; height?: number };
    result: PixelStatistics;
  };
  /** Frames `first <= frame < end` put together pixel by pixel: a viewer of one image, computed when it is looked at. */
  'viewer.project': {
    params: { handle: string; first: number; end: number; how: 'sum' | 'mean' | 'max' | 'min' };
    result: ViewerInfo;
  };
  /** Second minus first of two viewers of one size, frame by frame; a viewer of one frame is compared with each of the other. */
  'viewer.difference': { params: { first: string; second: string }; result: ViewerInfo };
  'viewer.close': { params: { handle: string }; result: Record<string, never> };

  /** Starts an algorithm on files in the background; `outputs` names a file for each output to be written. */
  'run.start': {
    params: {
      algorithm: string;
      inputs: Readonly<Record<string, unknown>>;
      params: Readonly<Record<string, unknown>>;
      outputs: Readonly<Record<string, string>>;
      overwrite?: boolean;
    };
    result: RunRecord;
  };
  /** The runs of this kernel; with `history` those of all kernels and commands of this machine, the newest first. */
  'run.list': { params: { history?: boolean }; result: { runs: readonly RunRecord[] } };
  'run.status': { params: { run: string }; result: RunRecord };
  'run.cancel': { params: { run: string }; result: RunRecord };
  /** Starts a run anew that was interrupted, cancelled or has failed; what it had finished is not computed again. */
  'run.resume': { params: { run: string }; result: RunRecord };

  /** The objects of the notebook: named and anonymous arrays, tables and values. Event `store` tells that they have changed. */
  'store.list': {
    params: Record<string, never>;
    result: { objects: readonly ObjectDescription[]; usage: StoreUsage };
  };
  'store.usage': { params: Record<string, never>; result: StoreUsage };
  /** `object`: its id or its name */
  'store.describe': { params: { object: string }; result: ObjectDescription };
  /** array `data` of an array; of a table one float64 array for each column of numbers. `selection` of a table: its rows. */
  'store.read': { params: { object: string; selection?: Selection }; result: ObjectContent };
  /** How an object came about: inputs, steps with versions and parameters, the object; null when nothing is known. */
  'store.origin': { params: { object: string }; result: { origin: OriginGraph | null } };
  'store.rename': { params: { object: string; name: string }; result: ObjectDescription };
  /** Writes an object into a file; an existing one only with `overwrite`. Relative to the folder of the kernel. */
  'store.save': { params: { object: string; path: string; overwrite?: boolean }; result: { path: string } };
  'store.remove': { params: { object: string; force?: boolean }; result: Record<string, never> };
}

export type MethodName = keyof Methods;
export type MethodParams<M extends MethodName> = Methods[M]['params'];
export type MethodResult<M extends MethodName> = Methods[M]['result'];
