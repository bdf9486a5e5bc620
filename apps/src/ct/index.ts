// The app and how a host mounts it
export { CtApp, ctApp, mountCt } from './ct-app.js';
export type { CtAppProps } from './ct-app.js';
export type { CtOptions } from './ct-options.js';

// Its model and saved state
export { CtModel } from './model/ct-model.js';
export type { CtView, Place } from './model/ct-view.js';
export { emptyCtState } from './ct-state.js';
export type { CtState, Step } from './ct-state.js';
