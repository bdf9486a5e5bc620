/** A message of a comm on its way between the I/O thread and the cells. */
export interface CommMessage {
  readonly type: 'comm_open' | 'comm_msg' | 'comm_close';
  readonly comm: string;
  /** Name of the other side's program; only with `comm_open`. */
  readonly target?: string;
  readonly data: unknown;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly buffers: readonly Uint8Array<ArrayBuffer>[];
}

/** Bytes for another thread: each in a buffer of its own, which can be handed over. */
export function ownBuffers(buffers: readonly (ArrayBufferView | ArrayBufferLike)[]): Uint8Array<ArrayBuffer>[] {
  return buffers.map(bytes =>
    ArrayBuffer.isView(bytes)
      ? new Uint8Array(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength))
      : new Uint8Array(new Uint8Array(bytes)),
  );
}
