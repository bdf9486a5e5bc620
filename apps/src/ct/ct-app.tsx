import type { JSX } from 'react';
import { mount } from '../kit/mount/mount.js';
import { WithModel } from '../kit/mount/with-model.js';
import { CtModel } from './model/ct-model.js';
import { CtScreen } from './ct-screen.js';
import type { CtOptions } from './ct-options.js';
import { scanExtensions } from './ct-state.js';
import './style.js';

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
