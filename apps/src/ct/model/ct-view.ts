import type {
  AxisEvidence,
  ContractDescription,
  CtJob,
  CtOperationKind,
  ErrorRecord,
  LinkState,
  MethodResult,
  RegionStatistics,
  RunRecord,
  ViewerInfo,
} from '@daisy-lab/core';
import type { Limits } from '../../kit/image-view/image-view.js';
import type { ViewShape } from '../../kit/image-view/view-shape.js';
import type { CtState } from '../ct-state.js';

/** Where work goes on, and where its failure is shown. */
export type Place =
  | 'open'
  | 'axis'
  | 'axisLine'
  | 'mirror'
  | 'slice'
  | 'sweep'
  | 'compare'
  | 'grid'
  | 'measure'
  | 'sinogram'
  | 'findings'
  | 'preflight'
  | 'run'
  | 'queue'
  | 'recipe'
  | 'result'
  | 'export'
  | 'document'
  | 'mapping'
  | 'proposal'
  | 'lCurve'
  | 'other'
  | 'live'
  | 'through';

/** How two slices are compared. */
export type CompareMode = 'split' | 'difference';

/** Values along a drawn line. */
export interface Profile {
  readonly at: readonly number[];
  readonly values: readonly number[];
}

/** One parameter of the grid, as chosen in the form: `filter`, or `0/size` for a parameter of the first operation. */
export interface GridAxis {
  readonly key: string;
  readonly values: readonly unknown[];
}

/** All that the screens draw: the saved state, and what the kernel said about it. */
export interface CtView {
  readonly state: CtState;
  readonly link: LinkState;
  readonly opened: MethodResult<'ct.open'> | null;
  readonly contract: ContractDescription | null;
  readonly operationKinds: readonly CtOperationKind[];
  readonly busy: Readonly<Partial<Record<Place, boolean>>>;
  readonly errors: Readonly<Partial<Record<Place, ErrorRecord>>>;
  /** The scan is still being taken, and followed. */
  readonly following: boolean;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Something is being dragged: draft pictures will do. */
  readonly dragging: boolean;
  /** Contrast that views share, by what they show. */
  readonly limits: Readonly<Record<string, Limits>>;

  /** What the file holds, for mapping by hand. */
  readonly mapping: MethodResult<'ct.mapping'> | null;
  readonly proposal: MethodResult<'ct.propose'> | null;

  readonly findings: MethodResult<'ct.findings'> | null;
  readonly playing: boolean;

  readonly evidence: AxisEvidence | null;
  /** The axis of several rows. */
  readonly axisLine: MethodResult<'ct.axisLine'> | null;
  /** Two opposite projections are shown over each other. */
  readonly mirrored: boolean;
  readonly mirror: MethodResult<'ct.mirror'> | null;
  readonly slice: ViewerInfo | null;
  readonly sliceMs: number | null;
  /** Columns that the slice takes together: above 1 it is a draft of a wide detector. */
  readonly sliceBin: number;
  /** Relative misfit before each iteration; null where the slice was made without. */
  readonly residuals: readonly number[] | null;
  readonly lCurve: MethodResult<'ct.lCurve'> | null;
  readonly sweep: MethodResult<'ct.sweep'> | null;

  readonly pin: { readonly viewer: ViewerInfo; readonly label: string } | null;
  readonly difference: MethodResult<'ct.difference'> | null;
  readonly compare: CompareMode;

  readonly sinogram: MethodResult<'ct.sinogram'> | null;
  /** Operation whose effect is shown; null: that of all. */
  readonly step: number | null;
  readonly tool: ViewShape['kind'] | null;
  readonly shape: ViewShape | null;
  readonly profile: Profile | null;
  readonly statistics: RegionStatistics | null;
  /** Mean of the drawn rectangle of the projections over the angle. */
  readonly through: MethodResult<'ct.through'> | null;
  readonly grid: (MethodResult<'ct.grid'> & { readonly first: GridAxis; readonly second: GridAxis }) | null;

  readonly preflight: MethodResult<'ct.preflight'> | null;
  readonly run: RunRecord | null;
  readonly overwrite: boolean;
  readonly jobs: readonly CtJob[];
  /** Scans that waited in the queue of a kernel that has stopped. */
  readonly lost: readonly CtJob[];
  readonly history: readonly RunRecord[];
  readonly recipe: ViewerInfo | null;

  readonly result: ViewerInfo | null;
  /** Its file. */
  readonly shown: string | null;
  readonly resultRow: number;
  readonly planes: MethodResult<'ct.planes'> | null;
  /** Another volume beside the one that is shown. */
  readonly other: { readonly file: string; readonly planes: MethodResult<'ct.planes'> } | null;
  readonly otherChange: MethodResult<'ct.difference'> | null;
  readonly resultColumn: number;
  readonly resultLine: number;
  readonly exported: MethodResult<'ct.export'> | null;

  readonly document: MethodResult<'ct.document'> | null;
  readonly saved: string | null;
}

/** What is known when no scan is open. */
export const nothingOpen = {
  opened: null,
  busy: {},
  errors: {},
  following: false,
  canUndo: false,
  canRedo: false,
  dragging: false,
  limits: {},
  mapping: null,
  proposal: null,
  findings: null,
  playing: false,
  evidence: null,
  axisLine: null,
  mirrored: false,
  mirror: null,
  slice: null,
  sliceMs: null,
  sliceBin: 1,
  residuals: null,
  lCurve: null,
  sweep: null,
  pin: null,
  difference: null,
  compare: 'split',
  sinogram: null,
  step: null,
  tool: null,
  shape: null,
  profile: null,
  statistics: null,
  through: null,
  grid: null,
  preflight: null,
  run: null,
  overwrite: false,
  recipe: null,
  result: null,
  shown: null,
  resultRow: 0,
  planes: null,
  other: null,
  otherChange: null,
  resultColumn: 0,
  resultLine: 0,
  exported: null,
  document: null,
  saved: null,
} as const satisfies Partial<CtView>;
