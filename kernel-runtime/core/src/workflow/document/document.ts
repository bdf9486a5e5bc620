import type { JsonSchema } from '../../algorithm/json-schema.js';
import type { PortType } from '../../algorithm/port.js';
import type { Json } from './json/json-tree.js';

/** Format of documents that this version writes. Older ones are migrated when they are read. */
export const documentFormat = 2;

/** A `.daisy` document as data: a workflow, the values to run it with, and how it is drawn. */
export interface DaisyDocument {
  readonly daisy: typeof documentFormat;
  readonly workflow: WorkflowData;
  readonly values?: DocumentValues;
  readonly view?: DocumentView;
}

/** A workflow: its contract and its steps. */
export interface WorkflowData {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly help?: string;
  readonly inputs?: Readonly<Record<string, PortData>>;
  readonly params?: Readonly<Record<string, ParamData>>;
  readonly nodes: readonly NodeData[];
  readonly outputs: Readonly<Record<string, OutputData>>;
}

export interface PortData {
  readonly type: PortType;
  readonly title?: string;
}

/** The JSON Schema of a parameter; `optional` ones may stay empty. */
export interface ParamData extends JsonSchema {
  readonly optional?: boolean;
}

/** A step: an algorithm by id and version, or a workflow that stands in the document itself. */
export interface NodeData {
  readonly name: string;
  readonly algorithm?: string;
  readonly version?: string;
  readonly workflow?: WorkflowData;
  readonly inputs?: Readonly<Record<string, SourceData>>;
  readonly params?: Readonly<Record<string, SourceData>>;
  readonly scatter?: readonly string[];
  readonly when?: SourceData;
  readonly retries?: number;
  readonly onError?: 'fail' | 'skip';
}

/** Where a value comes from: an output of a step, an input or parameter of the workflow, a constant, or the first of several. */
export type SourceData =
  | { readonly node: string; readonly port: string }
  | { readonly input: string }
  | { readonly param: string }
  | { readonly value: Json }
  | { readonly first: readonly SourceData[] };

export interface OutputData {
  readonly from: SourceData;
  /** What comes out; by default what the source gives. */
  readonly type?: PortType;
}

/** What the workflow is run with. */
export interface DocumentValues {
  /** Files by their path, relative to the folder of the document; numbers, texts and lists as they are. */
  readonly inputs?: Readonly<Record<string, Json>>;
  /** Parameters that differ from their default. */
  readonly params?: Readonly<Record<string, Json>>;
  /** Pinned bodies: algorithm id -> name of the implementation. */
  readonly use?: Readonly<Record<string, string>>;
}

/** How the workflow is drawn. Nothing here changes a result. */
export interface DocumentView {
  /** Upper left corner of each step, pixels; `input:NAME` and `output:NAME` are those of the workflow. */
  readonly positions?: Readonly<Record<string, readonly [number, number]>>;
  readonly groups?: readonly GroupData[];
  readonly comments?: readonly CommentData[];
  /** How the workflows inside steps are drawn, by the name of the step. */
  readonly nested?: Readonly<Record<string, DocumentView>>;
}

export interface GroupData {
  readonly id: string;
  readonly title: string;
  readonly nodes: readonly string[];
}

export interface CommentData {
  readonly id: string;
  readonly text: string;
  readonly at?: readonly [number, number];
}

/** Something that is wrong with a document. */
export interface DocumentProblem {
  /** Where, e.g. `workflow.nodes[2].inputs.scan`. */
  readonly path: string;
  /** One sentence. */
  readonly message: string;
  /** What to do about it. */
  readonly action?: string;
  /** An `error` keeps the workflow from being run; a `warning` does not. */
  readonly severity: 'error' | 'warning';
}
