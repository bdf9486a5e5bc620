import type { KernelLink } from '@daisy-lab/core';
import type { LabIcon } from '@jupyterlab/ui-components';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { DataFileType } from '../documents/data-files.js';
import type { Texts } from '../i18n/load-texts.js';
import type { CellPlace } from '../notebooks/insert-cell.js';
import type { Settings } from '../settings/setting.js';

/** What an app wants to find again after a reload; JSON, kept in JupyterLab's layout. */
export type AppState = ReadonlyPartialJSONObject;

/** What an app gets from its shell. Paths are the kernel's. */
export interface AppHost {
  readonly link: KernelLink;
  readonly trans: Texts;
  readonly state: AppState;
  onState(state: AppState): void;
  /** Shows a file that the app has written. */
  openFile(path: string): void;
  /** Asks for a scan; null when the user thought better of it. */
  chooseScan(): Promise<string | null>;
  restartKernel(): void;
  /** Opens a file with another app, by its name under "Open With". */
  openWith(path: string, app: string): void;
  /** Puts code into the notebook in front; `write` is told its language and the file as its kernel finds it. */
  insertCell?(path: string, write: (place: CellPlace) => string): void;
  /** The demonstration scan, where the working folder holds it. */
  readonly demonstration?: string;
}

/** Draws an app into an element. */
export type MountApp = (element: HTMLElement, host: AppHost) => { dispose(): void };

/** An app as data; `registerApp` makes a command, a tab, a palette entry and a document view of it. */
export interface AppDefinition {
  /** Namespace of the tabs in the saved layout, e.g. `daisy-ct`. */
  readonly namespace: string;
  readonly command: string;
  readonly icon: LabIcon;
  /** English name; also the name in "Open With". */
  readonly title: string;
  readonly caption: string;
  /** Title of a tab that shows a file, with `%1` for its name. */
  readonly fileTitle: string;
  /** What a new tab starts with, from the settings of the app. */
  readonly newState?: (settings: Settings) => AppState;
  /** State of a new tab that shows this file. */
  readonly stateOfFile: (kernelPath: string) => AppState;
  /** File shown in this state, if any. */
  readonly fileOfState: (state: AppState) => string | undefined;
  /** Files that the app shows, under "Open With". */
  readonly fileTypes: readonly DataFileType[];
  /** A double click opens these files with the app: without a view, they would be opened as text. */
  readonly isDefaultView?: boolean;
  /** Command that opens what is chosen in the file browser and is no document: a stack of images, a Zarr group. */
  readonly chosenCommand: string;
  readonly load: () => Promise<MountApp>;
}
