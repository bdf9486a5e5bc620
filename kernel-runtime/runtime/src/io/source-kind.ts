import type { DataSink, DataSource } from './data-source.js';

/** A kind of file that can be read, and written when `create` is there. */
export interface SourceKind {
  readonly name: string;
  readonly extensions: readonly string[];
  open(path: string): Promise<DataSource>;
  /** The same without waiting, for the kinds that can: files of a stack are opened so. */
  openNow?(path: string): DataSource;
  create?(path: string, options: { readonly overwrite: boolean }): Promise<DataSink>;
  /** Whether a file whose extension says nothing is of this kind, by its first 512 bytes. */
  recognises?(head: Uint8Array): boolean;
}

/** A kind whose files are opened without waiting. */
export function plainKind(kind: Omit<SourceKind, 'open'> & { openNow(path: string): DataSource }): SourceKind {
  return { ...kind, open: async path => kind.openNow(path) };
}

/** Whether bytes begin with a text. */
export function beginsWith(head: Uint8Array, text: string, at = 0): boolean {
  return [...text].every((character, index) => head[at + index] === character.charCodeAt(0));
}
