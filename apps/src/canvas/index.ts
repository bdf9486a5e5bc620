// The canvas and how a host mounts it
export { CanvasApp, mountCanvas } from './canvas-app.js';
export type { CanvasOptions } from './canvas-app.js';
export type { DocumentText } from './document-text.js';

// Its model
export { CanvasModel } from './canvas-model.js';
export type { CanvasView, GraphStatus, RunPart } from './canvas-view.js';
