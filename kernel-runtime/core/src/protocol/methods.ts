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
import type { FileEntry, TreeNode } from './file-types.js';
import type { RpcMethods } from './rpc-methods.js';
import type {
  Flaw,
  Histogram,
  OverviewFacts,
  PixelStatistics,
  SampleCodes,
  TileRequest,
  ViewerInfo,
} from './viewer-types.js';

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
  /**
   * array `data` [height, width], stored dtype at bin 1, float32 when pooled; uint16 where the result says what its codes stand for. Where
   * marks were asked for and some pixel has one, and no codes carry them: array `marks` [height, width], 0 or 1 + the place in `flaws`.
   * `overview`: of images above 1 GiB a rectangle that is too large to be read at once is made of some of their chunks.
   */
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
      overview?: OverviewFacts;
    };
  };
  /**
   * The same part of all images of a viewer, for small pictures: array `codes` [frame, height, width] uint16 with one scale for all. Each
   * sample is the mean of a few rows of its bin.
   */
  'viewer.thumbnails': {
    params: { handle: string; x: number; y: number; width: number; height: number; bin: number };
    result: { width: number; height: number; codes: SampleCodes };
  };
  'viewer.value': { params: { handle: string; frame: number; x: number; y: number }; result: { value: number } };
  'viewer.histogram': {
    params: { handle: string; frame: number; bins: number; flaws?: readonly Flaw[] };
    result: Histogram;
  };
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
  /** The images of an array, which are its last two axes, or its lines as images of one row: an open viewer. */
  'store.view': { params: { object: string; by: 'image' | 'line' }; result: ViewerInfo };
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
