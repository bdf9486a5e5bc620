// The form of a document, and older forms
export { documentFormat } from './document.js';
export type {
  CommentData,
  DaisyDocument,
  DocumentProblem,
  DocumentValues,
  DocumentView,
  GroupData,
  NodeData,
  OutputData,
  ParamData,
  PortData,
  SourceData,
  WorkflowData,
} from './document.js';
export { contractSchema } from './contract-schema.js';
export { documentSchema } from './document-schema.js';
export type { SchemaNode } from './document-schema.js';

// Text and document
export { errorOf, migrateText, parseDocument, printDocument } from './parse-document.js';
export type { ParsedDocument } from './parse-document.js';
export type { Json } from './json/json-tree.js';

// Document and graph
export { fromDocument } from './from-document.js';
export type { OpenedWorkflow } from './from-document.js';
export { toDocument } from './to-document.js';
export type { DocumentOptions } from './to-document.js';
export { checkDocument, contractOfNode, contractOfWorkflow, linkRefusal } from './check-workflow.js';
export { Contracts } from './contract-of.js';
export type { Contract } from './contract-of.js';

// Editing, one pure operation each: text in, text out
export * as documentEdits from './edit/index.js';
export type { Edited, EditHistory, Fragment, NewNode } from './edit/index.js';
