import type {
  DaisyDocument,
  DocumentProblem,
  ErrorRecord,
  GraphRun,
  LinkState,
  MethodParams,
  MethodResult,
  PlannedStep,
} from '@daisy-lab/core';
import type { Palette } from './catalogue.js';
import type { StaleReason } from './stale-steps.js';
import type { Wire } from './wires.js';

export type GraphStatus = MethodResult<'graph.status'>;

/** The part of a document that a run computes. */
export type RunPart = Pick<MethodParams<'graph.start'>, 'from' | 'to' | 'only'>;

/** Why an edit was refused, and for a wire the steps that would convert what it carries. */
export interface Refused {
  readonly message: string;
  readonly action?: string;
  readonly wire?: Pick<Wire, 'from' | 'to'>;
  readonly converters?: readonly { readonly algorithm: string; readonly title: string }[];
}

/** Everything that the canvas shows. */
export interface CanvasView {
  readonly link: LinkState;
  readonly document: DaisyDocument | null;
  readonly problems: readonly DocumentProblem[];
  readonly readOnly: boolean;
  /** The file takes what is edited. */
  readonly isWritable: boolean;
  readonly palette: Palette | null;
  readonly selected: readonly string[];
  /** Parameters that are shown as ports before anything is linked to them: `step param:name`. */
  readonly opened: readonly string[];
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly refused: Refused | null;
  readonly status: GraphStatus | null;
  /** Runs of this document that the kernel remembers, the newest first. */
  readonly runs: readonly GraphRun[];
  /** Steps whose shown result is not that of the document any more. */
  readonly stale: ReadonlyMap<string, StaleReason>;
  readonly plan: ReadonlyMap<string, PlannedStep>;
  /** The part that the kernel was computing when it went away. */
  readonly interrupted: RunPart | null;
  readonly error: ErrorRecord | null;
}

/** The part that the cards and wires follow; runs change nothing of it. */
export type DrawnView = Pick<CanvasView, 'document' | 'problems' | 'palette' | 'selected' | 'opened' | 'readOnly'>;
