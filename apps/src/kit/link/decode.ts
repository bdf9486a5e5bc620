import {
  DaisyError,
  itemSize,
  typedArray,
  type MethodName,
  type RpcReply,
  type ServiceReply,
  type WireArray,
  type WireData,
} from '@daisy-lab/core';
import type { TransportReply } from './transport.js';

type Buffers = TransportReply['buffers'];

/** What a reply says. @throws DaisyError with the reply's code among its facts */
export function decodeReply<M extends MethodName>(content: RpcReply, buffers: Buffers): ServiceReply<M> {
  if (content.status === 'error') throw errorOf(content);
  const arrays: WireData = Object.fromEntries(content.arrays.map(array => [array.name, decodeArray(array, buffers)]));
  return { result: content.result as ServiceReply<M>['result'], arrays };
}

/** The error of a failed reply; `facts.code` is its code. */
export function errorOf({ error, code }: Extract<RpcReply, { status: 'error' }>): DaisyError {
  return DaisyError.fromRecord({ ...error, facts: { ...error.facts, code } });
}

/** The bytes of a buffer, however the connection hands it over. */
export function bytesOf(buffer: ArrayBufferLike | ArrayBufferView): Uint8Array {
  return ArrayBuffer.isView(buffer)
    ? new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)
    : new Uint8Array(buffer);
}

function decodeArray({ name, dtype, shape, buffer, offset }: WireArray, buffers: Buffers): WireData[string] {
  const found = buffers[Math.max(0, buffer)];
  if (!found) throw new DaisyError('Protocol', { message: `The array "${name}" of an answer has not arrived.` });
  const length = shape.reduce((product, n) => product * n, 1);
  const bytes = bytesOf(found).subarray(offset ?? 0);
  const needed = length * itemSize(dtype);
  if (bytes.byteLength < needed)
    throw new DaisyError('Protocol', { message: `The array "${name}" of an answer is incomplete.` });
  // Views on the message may start at an odd byte; typed arrays need an aligned start.
  const aligned = bytes.byteOffset % itemSize(dtype) === 0 ? bytes : bytes.slice(0, needed);
  return { dtype, shape, data: typedArray(dtype, aligned.buffer, aligned.byteOffset, length) };
}
