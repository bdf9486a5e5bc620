import { createHmac, randomUUID } from 'node:crypto';

type Dictionary = Record<string, unknown>;

export interface Envelope {
  /** Frames before the delimiter. */
  readonly identities: readonly Buffer[];
  readonly header: { readonly msg_id: string; readonly msg_type: string; readonly session: string } & Dictionary;
  readonly parent: { readonly msg_id?: string } & Dictionary;
  readonly metadata: Dictionary;
  readonly content: Dictionary;
  readonly buffers: readonly Buffer[];
}

export const delimiter = '<IDS|MSG>';

/** Signature of the four JSON frames, written from the specification and not from the kernel's own code. */
export function sign(key: string, parts: readonly Buffer[]): string {
  return createHmac('sha256', key).update(Buffer.concat(parts)).digest('hex');
}

/** Frames of a request of this client. */
export function pack(
  key: string,
  session: string,
  { type, content, parent = {}, metadata = {}, buffers = [], extra = {} }: Request,
): { readonly id: string; readonly frames: Buffer[] } {
  const id = randomUUID();
  const header = {
    msg_id: id,
    msg_type: type,
    session,
    username: 'conformance',
    date: new Date().toISOString(),
    version: '5.4',
    ...extra,
  };
  const parts = [header, parent, metadata, content].map(part => Buffer.from(JSON.stringify(part)));
  return { id, frames: [Buffer.from(delimiter), Buffer.from(sign(key, parts)), ...parts, ...buffers] };
}

export interface Request {
  readonly type: string;
  readonly content: object;
  readonly parent?: object;
  readonly metadata?: object;
  readonly buffers?: readonly Buffer[];
  /** More fields of the header. */
  readonly extra?: object;
}

/** @throws Error when the frames are no message or are signed with another key. */
export function unpack(key: string, frames: readonly Buffer[]): Envelope {
  const at = frames.findIndex(frame => frame.toString() === delimiter);
  const parts = frames.slice(at + 2, at + 6);
  if (at < 0 || parts.length < 4) throw new Error('the kernel sent something that is no message');
  if (sign(key, parts) !== frames[at + 1]!.toString()) throw new Error('the kernel signed a message wrongly');
  const [header, parent, metadata, content] = parts.map(part => JSON.parse(part.toString()) as Dictionary);
  return {
    identities: frames.slice(0, at),
    header: header as Envelope['header'],
    parent: parent!,
    metadata: metadata!,
    content: content!,
    buffers: frames.slice(at + 6),
  };
}
