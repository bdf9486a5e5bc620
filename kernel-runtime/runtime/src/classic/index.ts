// Classic Daisy: scripts that were written for it translate line by line
export { DaisyAlg } from './daisy-alg.js';
export type { Arguments, Success } from './daisy-alg.js';
export { PyWorkflow } from './py-workflow.js';
export type { WorkflowInit } from './py-workflow.js';
export { CreateWorkflowEngine, PyWorkflowEngine, registerClass } from './py-workflow-engine.js';
export type { CfgDict, InitDict, WorkflowEngine } from './py-workflow-engine.js';
export { ContractAlg } from './contract-alg.js';
export type { Aliases } from './contract-alg.js';
export type { ClassicClass } from './stock-classes.js';
export { ClassicData } from './classic-data.js';
