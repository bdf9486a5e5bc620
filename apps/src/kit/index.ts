// Connection to the kernel
export { RpcClient } from './link/rpc-client.js';
export type { BatchReplies, Call } from './link/rpc-client.js';
export type { Transport, TransportReply } from './link/transport.js';
export { newestWins } from './link/newest-wins.js';

// Pictures
export { ImageView } from './image-view/image-view.js';
export type { ImageViewProps, Limits } from './image-view/image-view.js';
export { ImageStage } from './image-view/image-stage.js';
export type { Point, Reading, StageEvents, StageParts } from './image-view/image-stage.js';
export { CpuPainter, difference, grey } from './image-view/paint.js';
export type { Look, Painter } from './image-view/paint.js';
export type { Camera, Fit } from './image-view/camera.js';
export type { ImageHistogram, ImageSource, Quality, Samples, Tile, TileArea } from './image-view/image-source.js';
export type { ViewLine } from './image-view/view-lines.js';
export type { ViewShape } from './image-view/view-shape.js';
export { ViewerSource } from './image-view/viewer-source.js';

// Pictures saved with a notebook
export { mountImage } from './image-output/mount-image.js';
export { isSavedImage } from './image-output/saved-image.js';
export type { SavedImage } from './image-output/saved-image.js';

// Runs saved with a notebook
export { mountRun } from './run-output/mount-run.js';
export { isShownRun } from './run-output/shown-run.js';
export type { ShownRun } from './run-output/shown-run.js';

// Forms and curves; the library of the curves comes with the first of them
export { LazyCurve } from './curves/lazy-curve.js';
export type { Curve, CurveMark, CurveViewProps } from './curves/curve-view.js';
export { ParameterForm } from './form/parameter-form.js';
export type { ParameterFormProps } from './form/form-props.js';

// Runs, files, errors
export { RunStrip } from './run/run-strip.js';
export type { RunStripProps } from './run/run-strip.js';
export { followRun, isGoingOn } from './run/run-tracker.js';
export { FileChooser } from './run/file-chooser.js';
export type { FileChooserProps } from './run/file-chooser.js';
export { ErrorLine, ErrorPanel } from './run/error-panel.js';
export type { ErrorPanelProps } from './run/error-panel.js';

// Objects of the kernel's store
export { useStoreArray, useStoreObjects } from './store/use-store.js';

// A screen in an element of a page
export { mount } from './mount/mount.js';

// Texts
export { fill, TranslateContext, translateWith, useTranslate } from './i18n/translate.js';
export type { Translate } from './i18n/translate.js';
