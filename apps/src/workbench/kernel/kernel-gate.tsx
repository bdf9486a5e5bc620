import { useSyncExternalStore, type JSX, type ReactNode } from 'react';
import { useTranslate, type Translate } from '../../kit/i18n/translate.js';
import { fileNameOf } from '../words.js';
import type { FollowedKernel, KernelFeed } from './followed-kernel.js';

/** Says whose kernel a panel shows, and draws the panel when that kernel answers; else a sentence and what can be done. */
export function KernelGate({
  kernels,
  children,
}: {
  readonly kernels: KernelFeed;
  children(kernel: FollowedKernel): ReactNode;
}): JSX.Element {
  const trans = useTranslate();
  const kernel = useSyncExternalStore(
    listener => kernels.onChange(listener),
    () => kernels.get(),
  );
  return (
    <>
      <p className="daisy-Panel-kernel daisy-Hint" data-testid="workbench-kernel" title={kernel.notebook ?? ''}>
        {kernel.notebook === null
          ? trans.__('Kernel of the apps')
          : trans.__('Kernel of %1', fileNameOf(kernel.notebook))}
      </p>
      {kernel.state === 'ready' ? (
        children(kernel)
      ) : (
        <div className="daisy-Panel-state" role="status" data-testid="workbench-state" data-state={kernel.state}>
          <p>{sentenceOf(kernel, trans)}</p>
          <KernelButtons kernel={kernel} kernels={kernels} />
        </div>
      )}
    </>
  );
}

function KernelButtons({
  kernel,
  kernels,
}: {
  readonly kernel: FollowedKernel;
  readonly kernels: KernelFeed;
}): JSX.Element | null {
  const trans = useTranslate();
  const button = (text: string, work: () => void, testId: string): JSX.Element => (
    <button className="daisy-Button" data-testid={testId} onClick={work}>
      {text}
    </button>
  );
  switch (kernel.state) {
    case 'absent':
      return button(trans.__('Start the kernel'), () => kernels.start(), 'workbench-start');
    case 'dead':
      return button(trans.__('Restart kernel'), () => kernels.start(), 'workbench-restart');
    case 'none':
    case 'foreign':
      return (
        <div className="daisy-Panel-buttons">
          {button(trans.__('Choose a kernel…'), () => kernels.chooseKernel(), 'workbench-choose')}
          {button(trans.__('Show the kernel of the apps'), () => kernels.followApps(), 'workbench-apps')}
        </div>
      );
    default:
      return null;
  }
}

function sentenceOf({ state, kernelName }: FollowedKernel, trans: Translate): string {
  switch (state) {
    case 'absent':
      return trans.__('The Daisy kernel of the apps does not run yet. The first app starts it, or this button.');
    case 'dead':
      return trans.__('The kernel has stopped, and its objects with it.');
    case 'restarting':
      return trans.__('The kernel is restarting.');
    case 'none':
      return trans.__('This notebook has no kernel.');
    case 'foreign':
      return trans.__('This notebook runs %1. Daisy shows the objects of TypeScript (Daisy) kernels.', kernelName);
    default:
      return trans.__('Waiting for the kernel…');
  }
}
