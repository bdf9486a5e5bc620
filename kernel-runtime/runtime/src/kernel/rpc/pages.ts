import { randomUUID } from 'node:crypto';
import {
  maxReplyBytes,
  maxResultBytes,
  pageAlignmentBytes,
  protocolVersion,
  replyType,
  type NextPages,
  type WireArray,
} from '@daisy-lab/core';
import { bytesOf, type CarriedArray } from './arrays.js';
import { refuse, refuseSize, succeed, type Ending, type RpcReplyMessage } from './envelope.js';

const leaseMs = 60_000;
const mostHeldBytes = 2 * maxResultBytes;

interface Held {
  readonly parts: readonly Uint8Array[];
  readonly bytes: number;
  lease: NodeJS.Timeout;
}

interface Place {
  readonly room: number;
  readonly firstBuffer: number;
  /** Whether the first page of a paged result travels in this message. */
  readonly firstPage: boolean;
}

/** Content and buffers of a reply. */
export interface Packed {
  readonly content: object;
  readonly buffers: readonly Uint8Array[];
}

/** Turns endings into replies of at most 4 MiB, and holds what did not fit until the client has fetched it. */
export class Pages {
  /** Least recently read first. */
  readonly #held = new Map<string, Held>();
  #heldBytes = 0;

  reply(id: string, ending: Ending): RpcReplyMessage {
    return { type: replyType, ...this.#pack(id, ending, { room: maxReplyBytes, firstBuffer: 0, firstPage: true }) };
  }

  /**
   * A reply that shares its message with others.
   *
   * @param room bytes that the message has left; a result that needs more is paged
   * @param firstBuffer number of buffers that the message has already
   */
  packBeside(id: string, ending: Ending, room: number, firstBuffer: number): Packed {
    return this.#pack(id, ending, { room, firstBuffer, firstPage: false });
  }

  #pack(id: string, ending: Ending, place: Place): Packed {
    const { room, firstBuffer, firstPage } = place;
    if (!ending.ok) return { content: { v: protocolVersion, id, status: 'error', ...refusal(ending) }, buffers: [] };
    const head = { v: protocolVersion, id, status: 'ok', result: ending.result };
    const bytes = bytesOf(ending.arrays);
    if (bytes > maxResultBytes) return this.#pack(id, refuseSize('reply', bytes, maxResultBytes), place);
    if (bytes <= room) {
      const arrays = ending.arrays.map((array, i) => describe(array, firstBuffer + i));
      return { content: { ...head, arrays }, buffers: ending.arrays.map(array => array.bytes) };
    }
    const { arrays, next, first } = this.#hold(ending.arrays, firstPage);
    return { content: { ...head, arrays, next }, buffers: first };
  }

  /** @returns the bytes of a page as an array of no name */
  page(cursor: string, page: number): { readonly ending: Ending; readonly buffers: readonly Uint8Array[] } {
    const held = this.#held.get(cursor);
    if (!held) return { ending: gone(), buffers: [] };
    if (!Number.isInteger(page) || page < 0 || page * maxReplyBytes >= held.bytes)
      return { ending: outside(page, Math.ceil(held.bytes / maxReplyBytes)), buffers: [] };
    this.#held.delete(cursor);
    this.#held.set(cursor, held);
    held.lease.refresh();
    return { ending: succeed({ page }), buffers: cut(held.parts, page * maxReplyBytes, maxReplyBytes) };
  }

  release(cursor: string): boolean {
    const held = this.#held.get(cursor);
    if (!held) return false;
    clearTimeout(held.lease);
    this.#heldBytes -= held.bytes;
    return this.#held.delete(cursor);
  }

  #hold(
    carried: readonly CarriedArray[],
    withFirst: boolean,
  ): { arrays: WireArray[]; next: NextPages; first: readonly Uint8Array[] } {
    const parts: Uint8Array[] = [];
    let bytes = 0;
    const arrays = carried.map(array => {
      const padding = -bytes & (pageAlignmentBytes - 1);
      if (padding > 0) parts.push(new Uint8Array(padding));
      parts.push(array.bytes);
      const offset = bytes + padding;
      bytes = offset + array.bytes.byteLength;
      return { ...describe(array, -1), offset };
    });
    const cursor = randomUUID();
    const lease = setTimeout(() => this.release(cursor), leaseMs).unref();
    this.#held.set(cursor, { parts, bytes, lease });
    this.#heldBytes += bytes;
    while (this.#heldBytes > mostHeldBytes) this.release(this.#held.keys().next().value!);
    const next = { cursor, page: withFirst ? 1 : 0, pages: Math.ceil(bytes / maxReplyBytes), bytes };
    return { arrays, next, first: withFirst ? cut(parts, 0, maxReplyBytes) : [] };
  }
}

const describe = ({ name, dtype, shape }: CarriedArray, buffer: number): WireArray => ({ name, dtype, shape, buffer });
const refusal = ({ code, error }: Extract<Ending, { ok: false }>): object => ({ code, error });

/** The bytes `[start, start + length)` of parts that lie one behind the other, without a copy. */
function cut(parts: readonly Uint8Array[], start: number, length: number): readonly Uint8Array[] {
  let at = 0;
  return parts.flatMap(part => {
    const from = Math.max(0, start - at);
    const to = Math.min(part.byteLength, start + length - at);
    at += part.byteLength;
    return from < to ? [part.subarray(from, to)] : [];
  });
}

function gone(): Ending {
  return refuse('E_NOT_FOUND', {
    tag: 'Resource',
    message: 'The rest of the result is no longer held by the kernel.',
    action: 'Ask for the result again.',
  });
}

function outside(page: number, pages: number): Ending {
  return refuse('E_RANGE', { tag: 'Protocol', message: `The result has ${pages} pages; there is no page ${page}.` });
}
