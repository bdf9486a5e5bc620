import { protocolVersion, type MethodResult, type RpcRequest } from '@daisy-lab/core';
import type { Kernel, KernelMessage } from '@jupyterlab/services';
import { controlChannel } from './control-channel.js';
import { Exchanges } from './exchanges.js';

type Running = NonNullable<MethodResult<'cells.running'>['running']>;

/** An output as the notebook format has it. */
interface Output {
  readonly output_type: string;
  readonly [field: string]: unknown;
}

/** The part of a code cell's model that shows a running cell. */
export interface RunningCell {
  readonly outputs: {
    clear(wait?: boolean): void;
    add(output: Output): number;
    set(index: number, output: Output): void;
  };
  readonly sharedModel: { executionState?: 'idle' | 'running' };
}

/** What this needs of a kernel connection. */
export type RunningKernel = Pick<
  Kernel.IKernelConnection,
  'clientId' | 'username' | 'sendControlMessage' | 'iopubMessage'
>;

let requests = 0;

/**
 * Joins the cell that a kernel is computing since before this page was loaded: shows what it has put out so far, and what follows.
 * JupyterLab alone shows nothing of it, because the page that started the cell is gone.
 */
export async function joinRunningCell(
  kernel: RunningKernel,
  findCell: (id: string) => RunningCell | undefined,
): Promise<void> {
  const early: KernelMessage.IIOPubMessage[] = [];
  let take = (message: KernelMessage.IIOPubMessage): void => void early.push(message);
  const listener = (_: unknown, message: KernelMessage.IIOPubMessage): void => take(message);
  kernel.iopubMessage.connect(listener);
  const stop = (): void => void kernel.iopubMessage.disconnect(listener);
  const running = await askForRunning(kernel).catch(() => null);
  const cell = running?.cell ? findCell(running.cell) : undefined;
  if (!running || !cell) return stop();

  const show = outputsOf(cell);
  const known = new Set(running.outputs.map(({ id }) => id));
  cell.outputs.clear();
  cell.sharedModel.executionState = 'running';
  for (const { type, content } of running.outputs) show(type, content);
  take = ({ header, parent_header, content }) => {
    if ((parent_header as { msg_id?: string }).msg_id !== running.message || known.has(header.msg_id)) return;
    const { execution_state: state } = content as { execution_state?: string };
    if (header.msg_type === 'status' && state === 'idle') {
      cell.sharedModel.executionState = 'idle';
      stop();
    } else show(header.msg_type, content);
  };
  for (const message of early) take(message);
}

async function askForRunning(kernel: RunningKernel): Promise<Running | null> {
  const id = `running-${kernel.clientId}-${++requests}`;
  const request: RpcRequest = { v: protocolVersion, id, method: 'cells.running', params: {} };
  const { content } = await new Exchanges(controlChannel(kernel)).send(request, []);
  return content.status === 'ok' ? (content.result as MethodResult<'cells.running'>).running : null;
}

/** Turns messages into outputs of a cell. */
function outputsOf({ outputs }: RunningCell): (type: string, content: object) => void {
  const displays = new Map<string, number>();
  return (type, content) => {
    if (type === 'clear_output') {
      displays.clear();
      return outputs.clear((content as { wait?: boolean }).wait);
    }
    const { transient } = content as { transient?: { display_id?: string } };
    const id = transient?.display_id;
    if (type === 'update_display_data') {
      const index = id === undefined ? undefined : displays.get(id);
      if (index !== undefined) outputs.set(index, { ...content, output_type: 'display_data' });
    } else if (['stream', 'display_data', 'execute_result', 'error'].includes(type)) {
      const length = outputs.add({ ...content, output_type: type });
      if (id !== undefined) displays.set(id, length - 1);
    }
  };
}
