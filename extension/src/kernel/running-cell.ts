import { protocolVersion, type MethodResult, type RpcRequest } from '@daisy-lab/core';
import type { Kernel, KernelMessage } from '@jupyterlab/services';
import { controlChannel } from './control-channel.js';
import { Exchanges } from './exchanges.js';
import { outputsOf, type CellOutputs, type ShowOutput } from './cell-outputs.js';

type Running = NonNullable<MethodResult<'cells.running'>['running']>;

/** The part of a code cell's model that shows a running cell. */
export interface RunningCell {
  readonly outputs: CellOutputs;
  readonly sharedModel: { executionState?: 'idle' | 'running'; execution_count: number | null };
}

/** What this needs of a kernel connection. */
export type RunningKernel = Pick<
  Kernel.IKernelConnection,
  'clientId' | 'username' | 'sendControlMessage' | 'iopubMessage'
>;

/** The notebook of this page. */
export interface CellsOfPage {
  /** A code cell. @param code when given, the cell must still read so */
  find(id: string, code?: string): RunningCell | undefined;
  /** Makes a change that the notebook need not save, because another window does. */
  unsaved(change: () => void): void;
}

interface Followed {
  readonly cell: RunningCell;
  readonly show: ShowOutput;
  /** Started by a page that is gone, as far as this one can know. */
  readonly adopted: boolean;
}

/**
 * Shows what was not started in this page: the cell that the kernel computes since before the page was loaded, with what it has put out
 * so far, and the cells that other windows run. JupyterLab alone shows only what its own page has asked for.
 *
 * Settles when the kernel has told what it computes.
 */
export async function showCellsOfOthers(kernel: RunningKernel, cells: CellsOfPage): Promise<void> {
  const followed = new Map<string, Followed>();
  let early: KernelMessage.IIOPubMessage[] | undefined = [];
  /** Session of a page that is gone: what it had queued is shown and saved here. */
  let adopted: string | undefined;

  const begin = (message: string, count: number, { cell, adopted }: Omit<Followed, 'show'>): Followed => {
    for (const [earlier, { cell: same }] of followed) if (same === cell) followed.delete(earlier);
    const started = { cell, adopted, show: outputsOf(cell.outputs) };
    followed.set(message, started);
    cell.outputs.clear();
    cell.sharedModel.executionState = 'running';
    cell.sharedModel.execution_count = count;
    return started;
  };
  const change = ({ adopted }: Pick<Followed, 'adopted'>, how: () => void): void =>
    adopted ? how() : cells.unsaved(how);

  const start = (message: string, session: string | undefined, { metadata, content }: Message): void => {
    const { code, execution_count: count } = content as KernelMessage.IExecuteInputMsg['content'];
    const cell = cells.find(String(metadata['cellId']), code);
    if (!cell) return;
    const mine = { cell, adopted: session !== undefined && session === adopted };
    change(mine, () => void begin(message, count ?? 0, mine));
  };
  const take = (message: Message): void => {
    const { msg_id: parent, session } = message.parent_header as { msg_id?: string; session?: string };
    if (parent === undefined || session === kernel.clientId) return;
    const { msg_type: type } = message.header;
    if (type === 'execute_input') return start(parent, session, message);
    const mine = followed.get(parent);
    if (!mine) return void early?.push(message);
    if (mine.adopted) adopted = session;
    const { execution_state: state } = message.content as { execution_state?: string };
    change(mine, () => {
      if (type !== 'status') mine.show(type, message.content);
      else if (state === 'idle') mine.cell.sharedModel.executionState = 'idle';
    });
  };

  kernel.iopubMessage.connect((_, message) => take(message));
  const running = await askForRunning(kernel).catch(() => null);
  const cell = running?.cell ? cells.find(running.cell) : undefined;
  const waiting = early;
  early = undefined;
  if (!running || !cell || followed.has(running.message)) return;
  const { show } = begin(running.message, running.count, { cell, adopted: true });
  const known = new Set(running.outputs.map(({ id }) => id));
  for (const { type, content } of running.outputs) show(type, content);
  for (const message of waiting) if (!known.has(message.header.msg_id)) take(message);
}

type Message = KernelMessage.IIOPubMessage;

let requests = 0;

async function askForRunning(kernel: RunningKernel): Promise<Running | null> {
  const id = `running-${kernel.clientId}-${++requests}`;
  const request: RpcRequest = { v: protocolVersion, id, method: 'cells.running', params: {} };
  const { content } = await new Exchanges(controlChannel(kernel)).send(request, []);
  return content.status === 'ok' ? (content.result as MethodResult<'cells.running'>).running : null;
}
