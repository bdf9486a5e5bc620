// Contracts: what an algorithm takes, gives and can be told
export { algorithm } from './algorithm/algorithm.js';
export type {
  Algorithm,
  AnyAlgorithm,
  Combine,
  Definition,
  Implementation,
  Needs,
  Piece,
  Ports,
  RunContext,
  Shapes,
  SplitRule,
  ValueOf,
  Values,
} from './algorithm/algorithm.js';
export { outputArrays, plainContext } from './algorithm/output-arrays.js';
export type { OutputPlace } from './algorithm/output-arrays.js';
export { port } from './algorithm/port.js';
export type { ColumnTable, FileRef, Port, PortType } from './algorithm/port.js';
export { p } from './algorithm/param.js';
export type { Param, Params, ParamValues } from './algorithm/param.js';
export { completeParams, violation } from './algorithm/check-params.js';
export { nameOf, refusal } from './algorithm/accepts.js';
export { paramType } from './algorithm/param-type.js';
export { conversionFor } from './algorithm/conversion.js';
export type { Conversion } from './algorithm/conversion.js';
export { scaledUnits, unitScale } from './algorithm/unit-scale.js';
export { describe } from './algorithm/describe.js';
export type { ContractDescription, PortDescription } from './algorithm/describe.js';
export { flagName } from './algorithm/flags.js';
export type { JsonSchema } from './algorithm/json-schema.js';

// Workflows: graphs of algorithms
export { workflow } from './workflow/workflow.js';
export type {
  Builder,
  Links,
  ListRefs,
  OptionalRefs,
  ParamLinks,
  ParamRefs,
  Ref,
  Refs,
  ScatterLinks,
  StepOptions,
  WorkflowHeader,
} from './workflow/workflow.js';
export type { Graph, GraphNode, Source } from './workflow/graph.js';

// Documents: workflows as files
export {
  checkDocument,
  contractSchema,
  contractOfNode,
  contractOfWorkflow,
  Contracts,
  documentEdits,
  documentFormat,
  documentSchema,
  errorOf,
  fromDocument,
  linkRefusal,
  migrateText,
  parseDocument,
  printDocument,
  toDocument,
} from './workflow/document/index.js';
export type {
  CommentData,
  Contract,
  DaisyDocument,
  DocumentOptions,
  DocumentProblem,
  DocumentValues,
  DocumentView,
  Edited,
  EditHistory,
  Fragment,
  GroupData,
  Json,
  NewNode,
  NodeData,
  OpenedWorkflow,
  OutputData,
  ParamData,
  ParsedDocument,
  PortData,
  SchemaNode,
  SourceData,
  WorkflowData,
} from './workflow/document/index.js';
export { toTypeScript } from './workflow/code/to-typescript.js';
export type { CodeOptions } from './workflow/code/to-typescript.js';

// Engines and runs
export type { Engine, OutputTaker, Run, RunOptions, SeenValue } from './engine/engine.js';
export type { Plan, PlannedStep } from './engine/plan.js';
export type {
  ArrayWriter,
  FinishedPiece,
  NewestResult,
  ResultHeader,
  ResultStore,
  ResultWriter,
  StoredResult,
} from './engine/results.js';
export type {
  DocumentOrigin,
  FileFacts,
  MachineFacts,
  NodeState,
  Provenance,
  RunEvent,
  RunRecord,
  RunState,
  RunTimes,
  StepRecord,
} from './engine/run.js';
export { entryStates } from './engine/run.js';
export { cellSignal } from './engine/cell-signal.js';

// Planning of runs: pure decisions
export {
  axisOf,
  canonicalJson,
  extraOutput,
  flatten,
  hasAxis,
  pieceLengthFor,
  piecesOf,
  planSections,
  providersOf,
  sourcesOfStep,
  stepKeys,
  stepOrder,
  stepRange,
} from './engine/planning/index.js';
export type {
  FlatGraph,
  FlatSource,
  FlatSources,
  FlatStep,
  KeyRing,
  Range,
  Section,
  StepRange,
} from './engine/planning/index.js';

// Data objects between algorithms
export type { Handle, ObjectDescription, Selection, Store, StoreUsage } from './store/store.js';
export type { OriginGraph, OriginNode } from './store/origin.js';

// Arrays
export { dtypeOf, dtypes, itemSize, typedArray } from './array/dtype.js';
export type { Dtype, DtypeName, TypedArray, TypedArrayOf } from './array/dtype.js';
export { isNdArray, ndarray, sharedArray, sizeOf, takeFirst } from './array/nd-array.js';
export type { NdArray } from './array/nd-array.js';
export { isLazy, partOf } from './array/lazy.js';
export type { LazyArray } from './array/lazy.js';
export { extendAxis, sliceAxis, writeAxis } from './array/slice.js';

// Errors
export { DaisyError, isAbort, recordOf } from './errors/daisy-error.js';
export type { ErrorDetails, ErrorRecord, ErrorTag } from './errors/daisy-error.js';

// Protocol between screens and kernel
export {
  eventsTarget,
  maxBatchCalls,
  maxReplyBytes,
  maxRequestBytes,
  maxResultBytes,
  pageAlignmentBytes,
  protocolVersion,
  replyType,
  requestType,
  rpcTarget,
} from './protocol/rpc.js';
export { methodFacts, methodTable, wrongParam } from './protocol/method-table.js';
export type { Effect, MethodFacts, ParamKind } from './protocol/method-facts.js';
export type { BatchCall, Capabilities, RpcLimits, RpcMethods } from './protocol/rpc-methods.js';
export type {
  DaisyEvent,
  EventMark,
  KernelLink,
  LinkState,
  NextPages,
  RequestOptions,
  RpcErrorCode,
  RpcReply,
  RpcRequest,
  ServiceCall,
  ServiceReply,
  Services,
  WireArray,
  WireData,
} from './protocol/rpc.js';
export type {
  CtChoice,
  CtDataset,
  CtDocumentLine,
  CtFinding,
  CtJob,
  CtMapping,
  CtMethods,
  CtOperation,
  CtOperationKind,
  CtRecipe,
  CtVariation,
  RegionStatistics,
} from './protocol/ct-methods.js';
export type { DataAttribute, DataEntity, DataItem, DataType } from './protocol/data-entity.js';
export type { DataDescription, DataEntry, DataMethods, DataSelection, DataStorage } from './protocol/data-methods.js';
export type { AxisEvidence, FileEntry, ScanDescription, ScanPart, TreeNode } from './protocol/file-types.js';
export type {
  DocumentCheck,
  MethodName,
  MethodParams,
  MethodResult,
  Methods,
  ObjectContent,
  SessionStatus,
} from './protocol/methods.js';
export { flaws } from './protocol/viewer-types.js';
export type {
  Flaw,
  Histogram,
  PixelStatistics,
  OverviewFacts,
  SampleCodes,
  TileRequest,
  ViewerInfo,
} from './protocol/viewer-types.js';
export type { LogLine, LogMethods } from './protocol/log-methods.js';
export { defaultBatchPattern } from './protocol/batch-types.js';
export type { BatchPlanRow, BatchRecord, BatchRow, BatchWrite } from './protocol/batch-types.js';
export type { EntriesRecord, GraphMethods, GraphNodeRecord, GraphRun } from './protocol/graph-methods.js';
