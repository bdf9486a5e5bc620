import type { DataDescription, ErrorRecord, LinkState } from '@daisy-lab/core';
import type { Hdf5State, ImageAxes, ViewKind } from '../hdf5-state.js';
import type { CompareState } from './compare-part.js';
import type { CurveState, KeptCurve } from './curve-part.js';
import type { ImageState } from './image-part.js';
import type { RechunkState } from './rechunk-part.js';
import type { TreeView } from './tree-part.js';

/** What is on the screen. */
export interface Hdf5View {
  readonly state: Hdf5State;
  readonly link: LinkState;
  readonly tree: TreeView;
  /** The chosen object. */
  readonly described: DataDescription | null;
  readonly views: readonly ViewKind[];
  readonly view: ViewKind | null;
  readonly index: readonly number[];
  readonly curveAxis: number;
  readonly image: ImageState;
  /** The axes of the image. */
  readonly imageAxes: ImageAxes;
  readonly compare: CompareState;
  readonly curve: CurveState;
  /** A curve that is drawn beside the one in front. */
  readonly keptCurve: KeptCurve | null;
  /** The copy of the file that is being written. */
  readonly rechunk: RechunkState;
  readonly playing: boolean;
  readonly following: boolean;
  /** Grows with each refresh, so that tables and texts are read anew. */
  readonly edition: number;
  /** The chosen object cannot be shown. */
  readonly error: ErrorRecord | null;
}
