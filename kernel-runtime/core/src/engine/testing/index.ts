/** For tests of engines: the rules that every engine keeps, and the plainest engine. */
export { engineRules } from './conformance.js';
export type { EngineRule } from './conformance.js';
export { memoryEngine } from './memory-engine.js';
export type { MemoryEngineOptions } from './memory-engine.js';
