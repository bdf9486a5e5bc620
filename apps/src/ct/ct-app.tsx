import { useEffect, useState, useSyncExternalStore, type JSX } from 'react';
import { createRoot } from 'react-dom/client';
import type { KernelLink } from '@daisy-lab/core';
import { TranslateContext, type Translate } from '../kit/i18n/translate.js';
import { CtModel } from './model/ct-model.js';
import { CtScreen } from './ct-screen.js';
import type { CtState } from './ct-state.js';
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
export function CtApp(props: CtAppProps): JSX.Element | null {
  const [model, setModel] = useState<CtModel | null>(null);
  useEffect(() => {
    const made = new CtModel(props.link, props.state, props.onState);
    setModel(made);
    return () => made.dispose();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the saved state is a starting point, not a control
  }, [props.link]);
  return (
    <TranslateContext.Provider value={props.trans}>
      {model && <Connected model={model} options={props} />}
    </TranslateContext.Provider>
  );
}

function Connected({ model, options }: { readonly model: CtModel; readonly options: CtOptions }): JSX.Element {
  const view = useSyncExternalStore(model.subscribe, model.getView);
  return <CtScreen model={model} view={view} options={options} />;
}

/** Mounts the app into an element. */
export function mountCt(host: HTMLElement, options: CtOptions): { dispose(): void } {
  const root = createRoot(host);
  root.render(<CtApp {...options} />);
  return { dispose: () => root.unmount() };
}

/** The app as data, for hosts that register apps. */
export const ctApp = { id: 'ct', extensions: ['.h5', '.hdf5', '.nxs'], mount: mountCt } as const;
