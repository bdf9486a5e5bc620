import { DaisyError, maxReplyBytes, type NextPages } from '@daisy-lab/core';
import { bytesOf } from './decode.js';
import type { TransportReply } from './transport.js';

const pagesInFlight = 4;

/**
 * Fetches the pages of a large result, four at a time, and joins them.
 *
 * @param first buffers of the reply that told of the pages: those before `next.page`
 */
export async function collectPages(
  next: NextPages,
  first: TransportReply['buffers'],
  fetchPage: (page: number) => Promise<TransportReply['buffers']>,
): Promise<Uint8Array> {
  const whole = new Uint8Array(next.bytes);
  if (next.page > 0) place(whole, 0, first, next.page * maxReplyBytes);
  let page = next.page;
  const worker = async (): Promise<void> => {
    while (page < next.pages) {
      const mine = page++;
      place(whole, mine * maxReplyBytes, await fetchPage(mine), maxReplyBytes);
    }
  };
  await Promise.all(Array.from({ length: pagesInFlight }, worker));
  return whole;
}

function place(whole: Uint8Array, start: number, buffers: TransportReply['buffers'], length: number): void {
  const end = Math.min(whole.length, start + length);
  const bytes = buffers.map(bytesOf);
  const total = bytes.reduce((sum, { byteLength }) => sum + byteLength, 0);
  if (total !== end - start)
    throw new DaisyError('Protocol', { message: `A page of an answer has ${total} bytes instead of ${end - start}.` });
  let at = start;
  for (const part of bytes) {
    whole.set(part, at);
    at += part.byteLength;
  }
}
