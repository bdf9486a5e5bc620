import { eventsTarget, type DaisyEvent, type EventMark } from '@daisy-lab/core';
import type { Kernel } from '@jupyterlab/services';

/** Opens the comm on which the kernel pushes events; it is gone after a restart and has to be opened again. */
export function openEvents(
  kernel: Pick<Kernel.IKernelConnection, 'createComm'>,
  listener: (event: DaisyEvent | EventMark) => void,
): Kernel.IComm {
  const comm = kernel.createComm(eventsTarget);
  comm.onMsg = ({ content }) => {
    const event = content.data as unknown as DaisyEvent | EventMark;
    if (event.v === 1) listener(event);
  };
  comm.open();
  return comm;
}
