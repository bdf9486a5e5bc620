import type { JSX } from 'react';
import type { KernelLink } from '@daisy-lab/core';
import type { Translate } from '../kit/i18n/translate.js';
import { mount } from '../kit/mount/mount.js';
import { WithModel } from '../kit/mount/with-model.js';
import { CtModel } from './model/ct-model.js';
import { CtScreen } from './ct-screen.js';
import { scanExtensions, type CtState } from './ct-state.js';
import './style.js';

/** What the CT app needs of the place where it is mounted. */
export interface CtOptions {
  readonly link: KernelLink;
  readonly trans: Translate;
  /** As saved earlier; `emptyCtState` at first. */
  readonly state: CtState;
  /** Path of a scan to offer for a first try. */
  readonly demonstration?: string;
  onState(state: CtState): void;
  /** Opens a file with the host's own viewer. */
  openFile?(path: string): void;
  /** The host's own file dialog; null when the user thought better of it. */
  chooseScan?(): Promise<string | null>;
  /** Opens a document as a graph. */
  openWithCanvas?(path: string): void;
  /** Starts the kernel anew. */
  restartKernel?(): void;
}

export type CtAppProps = CtOptions;

/** The CT reconstruction app. `link`, `state` and `onState` are read when it is mounted. */
export function CtApp(props: CtAppProps): JSX.Element {
  const { link, trans, state, onState } = props;
  return (
    <WithModel trans={trans} make={() => new CtModel(link, state, onState)} of={[link]}>
      {(model, view) => <CtScreen model={model} view={view} options={props} />}
    </WithModel>
  );
}

/** Mounts the app into an element. */
export const mountCt = (host: HTMLElement, options: CtOptions): { dispose(): void } =>
  mount(host, <CtApp {...options} />);

/** The app as data, for hosts that register apps. */
export const ctApp = { id: 'ct', extensions: scanExtensions, mount: mountCt } as const;
