/** The text of a document as its host holds it: a JupyterLab model, a file, a test. Several views may edit it. */
export interface DocumentText {
  /** Path that the kernel knows; relative files in the document start from its folder. */
  readonly path: string;
  readonly readOnly: boolean;
  /** False for a file that this user may not write: edits are kept under another name. */
  readonly isWritable?: boolean;
  get(): string;
  set(text: string): void;
  /** Calls back after every change, whoever made it; returns the way to stop. */
  onChange(listener: () => void): () => void;
}
