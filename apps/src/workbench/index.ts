// The panels and the inspector, and how a host mounts them
export { mountInspector, mountPanel } from './mount.js';
export type { PanelName } from './mount.js';
export type { WorkbenchHost } from './host.js';
export type { FollowedKernel, KernelFeed } from './kernel/followed-kernel.js';
export type { InspectorProps } from './inspector/inspector.js';
export type { Section } from './inspector/inspector-model.js';

// Their models
export { ObjectsModel } from './objects/objects-model.js';
export type { ObjectsView } from './objects/objects-model.js';
export { RunsModel } from './runs/runs-model.js';
export type { RunsView, ShownRecord } from './runs/runs-model.js';
export { AlgorithmsModel } from './algorithms/algorithms-model.js';
export type { AlgorithmsView } from './algorithms/algorithms-model.js';
export { InspectorModel } from './inspector/inspector-model.js';
export { cellForAlgorithm, cellForObject } from './algorithms/cell-code.js';
