// Contracts and workflows
export { algorithm, completeParams, describe, flagName, p, port, workflow } from '@daisy-lab/core';
export type { Algorithm, AnyAlgorithm, ContractDescription, Implementation, RunContext } from '@daisy-lab/core';

// Arrays and errors
export { DaisyError, ndarray, sharedArray, takeFirst } from '@daisy-lab/core';
export type { Dtype, ErrorTag, NdArray } from '@daisy-lab/core';

// Techniques
export { catalogue, convert, ct, image } from '@daisy-lab/techniques';
import './command/attach.js';
import './tensor/attach.js';
export type { CtScan, Fields, Projections, ScanArrays } from '@daisy-lab/techniques';

// Running
export { Engine } from './engine/local-engine.js';
export type { DescribedRun, LocalOptions } from './engine/local-engine.js';
export { FolderResults } from './store/results/folder-results.js';
export type { Run, RunEvent, RunOptions, RunRecord, RunState } from '@daisy-lab/core';
export { closePool } from '@daisy-lab/compute';

// Programs and Python code as bodies of algorithms
export { commandBody } from './command/command-body.js';
export { pythonBody } from './command/python-body.js';
export type { Argument, CommandSpec, FileFormat } from './command/command-spec.js';
export type { PythonSpec } from './command/python-body.js';

// Comparing the bodies of an algorithm
export { verify } from './verify/verify.js';
export type { Verification, VerifiedBody, VerifyOptions } from './verify/verify.js';
export { registerSample, sampleOf } from './verify/samples.js';

// Documents: workflows as files
export { openDocument } from './documents/open-document.js';
export type { OpenDocument, OpenDocumentOptions } from './documents/open-document.js';
export { saveDocument } from './documents/save-document.js';
export type { SaveDocumentOptions } from './documents/save-document.js';
export {
  Contracts,
  documentEdits,
  fromDocument,
  parseDocument,
  printDocument,
  toDocument,
  toTypeScript,
} from '@daisy-lab/core';
export type { DaisyDocument, DocumentProblem, Edited, Param, Ref } from '@daisy-lab/core';

// How results came about
export { saveCrate } from './provenance/crate.js';
export type { CrateOptions, CrateSource } from './provenance/crate.js';
export { readProvenance } from './provenance/read-provenance.js';
export type { SavedProvenance } from './provenance/read-provenance.js';
export { repeatOf } from './provenance/repeat.js';
export type { RepeatRequest } from './provenance/repeat.js';
export type { Provenance } from '@daisy-lab/core';

// What this machine offers
export { machine } from './machine/machine.js';
export type { Machine, MachineOptions } from './machine/machine.js';
export type { BackendFacts, TensorBackend } from './tensor/backend-facts.js';
export { expectedMs, recordRate } from './machine/rates.js';
export type { Work } from './machine/rates.js';

// Classic Daisy: its scripts translate line by line
export * as classic from './classic/index.js';

// Scans and results in files
export { openScan } from './io/scan/open-scan.js';
export type { OpenScanOptions } from './io/scan/open-scan.js';
export { loadProfile, saveProfile } from './io/scan/scan-profile.js';
export type { ScanProfile } from './io/scan/scan-profile.js';
export type { ScanFile } from './io/scan/scan-file.js';
export { saveVolume } from './io/save-volume.js';
export type { SaveOptions } from './io/save-volume.js';
export { saveScan } from './io/save-scan.js';
export type { SaveScanOptions, ScanData } from './io/save-scan.js';

// Files of any kind
export { createSink, openSource, registerSourceKind, sourceKinds, withSource } from './io/source-kinds.js';
export { TiffWriter } from './io/tiff/tiff-writer.js';
export type { TiffOptions, TiffPages } from './io/tiff/tiff-options.js';
export type { SourceKind } from './io/source-kinds.js';
export { registerDatasetKind } from './io/dataset-kinds.js';
export { readPart } from './io/read-part.js';
export { readBlocks } from './io/read-blocks.js';
export { hdf5Fallbacks } from './io/hdf5/fallbacks.js';
export type { Fallback } from './io/hdf5/fallbacks.js';
export type { BlockOptions, BlockOrder, DataBlock } from './io/read-blocks.js';
export type { Attributes } from './io/attributes.js';
export type {
  DatasetInfo,
  DataSink,
  DataSource,
  ReadOptions,
  Selection,
  SlabSpec,
  SlabWriter,
  StorageChoice,
  StorageInfo,
} from './io/data-source.js';
export { arrayOfColumn, arrowBytes, arrowTable } from './io/table/arrow-arrays.js';
export type { ArrowColumn } from './io/table/arrow-arrays.js';
export { rechunk } from './io/rechunk/rechunk.js';
export type { RechunkOptions } from './io/rechunk/rechunk-options.js';
export type { Rechunked } from './io/rechunk/rechunk.js';
export { chooseStorage } from './io/storage/choose-storage.js';
export type { StorageWish } from './io/storage/choose-storage.js';
export type { Access } from './io/storage/chunk-shape.js';
export type { Codec } from './io/storage/codecs.js';

// Sources that go on: detectors, growing files, folders
export { follow, liveKinds, registerLiveKind } from './io/live/live-kinds.js';
export type { LiveKind } from './io/live/live-kinds.js';
export { recordLive } from './io/live/record-live.js';
export type { RecordOptions } from './io/live/record-live.js';
export { simulateDetector } from './io/live/simulate/simulate-detector.js';
export type { DetectorKind, SimulateOptions } from './io/live/simulate/simulate-detector.js';
export type {
  FollowOptions,
  LiveEvent,
  LiveFrame,
  LiveReport,
  LiveSource,
  SeriesBegin,
  SeriesEnd,
} from './io/live/live-source.js';

// Objects by name, in memory within a budget
export { createStore, store } from './store/open-store.js';
export type { StoreOptions } from './store/open-store.js';
export type { Handle, ObjectDescription, Store, StoreUsage } from '@daisy-lab/core';

// Showing results
export { display } from './display/display.js';
export type { Display, DisplayOptions, Shown } from './display/display.js';
export { rich } from './display/rich.js';
export type { Rich, TableOptions, TableSource } from './display/rich.js';
export type { ArrowTable, Columns } from './display/table/table-data.js';
export type { PictureBytes } from './display/pictures.js';
export { progress } from './display/progress.js';
export type { Progress, ProgressOptions } from './display/progress.js';
export { show } from './display/show.js';
export type { ShowOptions } from './display/show.js';
export { curve } from './display/curve.js';
export type { CurveOptions } from './display/curve.js';
export { inspectValue } from './display/inspect/inspect-value.js';
export type { InspectLimits } from './display/inspect/inspect-value.js';
export type { Displayable, MimeBundle } from './display/bundle.js';

// Timing in notebooks
export { time, timeit } from './notebook/time.js';
export type { TimeitOptions, Timing } from './notebook/time.js';
