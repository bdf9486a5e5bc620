// TensorFlow.js for bodies of algorithms. A part of its own, so that nobody pays for its types who does not use them.
export { withTensors } from './tensor-scope.js';
export type { TensorScope, TensorScopeOptions } from './tensor-scope.js';
export { loadTensors, tensorBackends } from './backends.js';
export type { TensorFlow, Tensors } from './backends.js';
export type { BackendFacts, TensorBackend } from './backend-facts.js';
