import type { Contracts } from '../document/contract-of.js';
import type { WorkflowData } from '../document/document.js';
import type { Names } from './literals.js';

/** What every part of the code needs to know. */
export interface CodeScope {
  readonly contracts: Contracts;
  /** Names of the module; each workflow adds its own inside. */
  readonly names: Names;
  /** Expression for an algorithm. */
  reference(id: string): string;
  /** Variable that holds a workflow which stands in the document. */
  nested(workflow: WorkflowData): string;
}
