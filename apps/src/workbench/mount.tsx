import type { JSX } from 'react';
import { TranslateContext, type Translate } from '../kit/i18n/translate.js';
import { mount } from '../kit/mount/mount.js';
import { AlgorithmsPanel } from './algorithms/algorithms-panel.js';
import type { WorkbenchHost } from './host.js';
import { Inspector, type InspectorProps } from './inspector/inspector.js';
import type { FollowedKernel } from './kernel/followed-kernel.js';
import { KernelGate } from './kernel/kernel-gate.js';
import { LogPanel } from './log/log-panel.js';
import { ObjectsPanel } from './objects/objects-panel.js';
import { RunsPanel } from './runs/runs-panel.js';
import './style.js';

/** The panels of the workbench. */
export type PanelName = 'objects' | 'runs' | 'algorithms' | 'log';

const panels: Readonly<
  Record<PanelName, (props: { readonly host: WorkbenchHost; readonly kernel: FollowedKernel }) => JSX.Element>
> = { objects: ObjectsPanel, runs: RunsPanel, algorithms: AlgorithmsPanel, log: LogPanel };

/** Mounts a panel into an element; it follows the kernels that the host tells of. */
export function mountPanel(element: HTMLElement, name: PanelName, host: WorkbenchHost): { dispose(): void } {
  const Panel = panels[name];
  return mount(
    element,
    <TranslateContext.Provider value={host.trans}>
      <div className="daisy-App daisy-Panel">
        <KernelGate kernels={host.kernels}>
          {kernel => <Panel key={kernel.key} host={host} kernel={kernel} />}
        </KernelGate>
      </div>
    </TranslateContext.Provider>,
  );
}

/** Mounts the view of one object into an element. */
export function mountInspector(
  element: HTMLElement,
  { trans, ...props }: InspectorProps & { readonly trans: Translate },
): { dispose(): void } {
  return mount(
    element,
    <TranslateContext.Provider value={trans}>
      <Inspector {...props} />
    </TranslateContext.Provider>,
  );
}
