import type { AppState } from './app-definition.js';

/** Arguments of an app's command; they describe a tab completely, so that the layout can bring it back. */
export interface OpenArgs {
  readonly state?: AppState;
  /** Name of a tab that the layout brings back; a new tab gets a new one. */
  readonly id?: string;
  /** A file to start with, as the file browser names it. */
  readonly path?: string;
  /** The app is the view of a document: `path` is its file. */
  readonly document?: boolean;
  /** Notebook whose kernel is used. */
  readonly notebook?: string;
  /** Use the kernel of the notebook in front. */
  readonly currentNotebook?: boolean;
}
