import { useEffect, useState, useSyncExternalStore, type JSX } from 'react';
import { createRoot } from 'react-dom/client';
import type { KernelLink } from '@daisy-lab/core';
import { TranslateContext, type Translate } from '../kit/i18n/translate.js';
import type { CellPlace } from './cell-code.js';
import { Hdf5Screen } from './hdf5-screen.js';
import type { Hdf5State } from './hdf5-state.js';
import { Hdf5Model } from './model/hdf5-model.js';
import './style.js';

/** What the HDF5 browser needs of the place where it is mounted. */
export interface Hdf5Options {
  readonly link: KernelLink;
  readonly trans: Translate;
  /** As saved earlier; `emptyHdf5State` at first. */
  readonly state: Hdf5State;
  onState(state: Hdf5State): void;
  /** Puts code into the notebook in front; `write` is told its language and the file as it finds it. */
  insertCell?(file: string, write: (place: CellPlace) => string): void;
  /** Opens the file with an app, by its name under "Open With". */
  openWith?(file: string, app: string): void;
  /** Starts the kernel anew. */
  restartKernel?(): void;
}

/** The HDF5 browser. `link`, `state` and `onState` are read when it is mounted. */
export function Hdf5App(props: Hdf5Options): JSX.Element {
  const [model, setModel] = useState<Hdf5Model | null>(null);
  useEffect(() => {
    const made = new Hdf5Model(props.link, props.state, props.onState);
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

function Connected({ model, options }: { readonly model: Hdf5Model; readonly options: Hdf5Options }): JSX.Element {
  const view = useSyncExternalStore(model.subscribe, model.getView);
  return <Hdf5Screen model={model} view={view} options={options} />;
}

/** Mounts the browser into an element. */
export function mountHdf5(host: HTMLElement, options: Hdf5Options): { dispose(): void } {
  const root = createRoot(host);
  root.render(<Hdf5App {...options} />);
  return { dispose: () => root.unmount() };
}
