import type { MethodResult } from '@daisy-lab/core';

type Running = NonNullable<MethodResult<'cells.running'>['running']>;

const outputTypes = ['stream', 'display_data', 'update_display_data', 'execute_result', 'error', 'clear_output'];
const mostBytes = 2 << 20;

/** The request of the cell that computes. */
export interface Computing {
  readonly header: { readonly msg_id: string };
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** What the running cell has put out so far, for a page that was reloaded: JupyterLab gives it to nobody. */
export class RunningOutput {
  readonly #computing: () => Computing | undefined;
  #message: string | undefined;
  #count = 0;
  #outputs: { readonly entry: Running['outputs'][number]; readonly bytes: number }[] = [];
  #bytes = 0;
  #complete = true;

  constructor(computing: () => Computing | undefined) {
    this.#computing = computing;
  }

  /** Told of every message on iopub. @param frames as they were sent; the fourth is the header */
  note(type: string, content: object, parent: object | undefined, frames: readonly Uint8Array[]): void {
    const { msg_id: message } = (parent ?? {}) as { readonly msg_id?: string };
    if (type === 'execute_input') this.#begin(message, content as { readonly execution_count?: number });
    if (message === undefined || message !== this.#message || !outputTypes.includes(type)) return;
    const { msg_id: id } = JSON.parse(Buffer.from(frames[3]!).toString()) as { readonly msg_id: string };
    const bytes = frames.reduce((sum, { byteLength }) => sum + byteLength, 0);
    this.#outputs.push({ entry: { id, type, content }, bytes });
    this.#bytes += bytes;
    while (this.#bytes > mostBytes) {
      this.#bytes -= this.#outputs.shift()!.bytes;
      this.#complete = false;
    }
  }

  running(): Running | null {
    const computing = this.#computing();
    if (!computing || computing.header.msg_id !== this.#message) return null;
    const cell = computing.metadata['cellId'];
    return {
      message: this.#message,
      cell: typeof cell === 'string' ? cell : null,
      count: this.#count,
      outputs: this.#outputs.map(({ entry }) => entry),
      complete: this.#complete,
    };
  }

  #begin(message: string | undefined, { execution_count: count = 0 }: { readonly execution_count?: number }): void {
    this.#message = message;
    this.#count = count;
    this.#outputs = [];
    this.#bytes = 0;
    this.#complete = true;
  }
}
