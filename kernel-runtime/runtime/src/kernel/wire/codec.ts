import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';

export interface Header {
  readonly msg_id: string;
  readonly msg_type: string;
  readonly session: string;
  readonly [field: string]: unknown;
}

type Dictionary = Readonly<Record<string, unknown>>;

/** A Jupyter message as it came in. */
export interface Message {
  /** Routing identities that the reply must carry. */
  readonly identities: readonly Uint8Array[];
  readonly header: Header;
  /** Header of the message that this one answers; empty for requests. */
  readonly parent: Dictionary;
  readonly metadata: Dictionary;
  readonly content: Dictionary;
  readonly buffers: readonly Uint8Array[];
}

export interface Outgoing {
  readonly type: string;
  readonly content: object;
  /** Header of the request that caused it; empty for messages nobody asked for. */
  readonly parent?: object | undefined;
  readonly identities?: readonly Uint8Array[];
  readonly metadata?: object;
  readonly buffers?: readonly Uint8Array[];
}

/** A message, or frames that are none. */
export class RefusedMessage extends Error {}

const delimiter = Buffer.from('<IDS|MSG>');

/**
 * The Jupyter wire format: `identities, <IDS|MSG>, signature, header, parent, metadata, content, buffers`.
 *
 * Only the four JSON parts are signed; buffers follow unsigned. The kernel has a session id of its own.
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html
 */
export class Codec {
  readonly #session = randomUUID();
  readonly #key: string;
  readonly #hash: string;
  /** Headers go back as the bytes that came, whatever a client puts into them. */
  readonly #bytes = new WeakMap<object, Uint8Array>();

  /** @param key of the signatures, empty for none; `hash` their algorithm */
  constructor(key: string, hash = 'sha256') {
    this.#key = key;
    this.#hash = hash;
  }

  encode(message: Outgoing): Uint8Array[] {
    return this.encodeNamed(message).frames;
  }

  /** The frames and the id that the message got, for those who wait for an answer to it. */
  encodeNamed(message: Outgoing): { readonly id: string; readonly frames: Uint8Array[] } {
    const id = randomUUID();
    const header = {
      msg_id: id,
      session: this.#session,
      username: 'daisy',
      date: new Date().toISOString(),
      msg_type: message.type,
      version: '5.4',
    };
    const parent = message.parent ?? {};
    const parts = [
      json(header),
      this.#bytes.get(parent) ?? json(parent),
      json(message.metadata ?? {}),
      json(message.content),
    ];
    const lead = message.identities ?? [];
    return { id, frames: [...lead, delimiter, Buffer.from(this.#sign(parts)), ...parts, ...(message.buffers ?? [])] };
  }

  /** @throws RefusedMessage when the frames are no Jupyter message or the signature is wrong. */
  decode(frames: readonly Uint8Array[]): Message {
    const at = frames.findIndex(frame => delimiter.equals(frame));
    const signature = frames[at + 1];
    const parts = frames.slice(at + 2, at + 6);
    if (at < 0 || !signature || parts.length < 4) throw new RefusedMessage('it is no Jupyter message');
    if (this.#key && !equal(Buffer.from(this.#sign(parts)), signature))
      throw new RefusedMessage('its signature is wrong');
    const [header, parent, metadata, content] = parts.map(parse) as [Dictionary, Dictionary, Dictionary, Dictionary];
    if (!isHeader(header)) throw new RefusedMessage('its header lacks msg_id, msg_type or session');
    this.#bytes.set(header, parts[0]!);
    return { identities: frames.slice(0, at), header, parent, metadata, content, buffers: frames.slice(at + 6) };
  }

  #sign(parts: readonly Uint8Array[]): string {
    if (!this.#key) return '';
    const hmac = createHmac(this.#hash, this.#key);
    for (const part of parts) hmac.update(part);
    return hmac.digest('hex');
  }
}

function json(value: object): Buffer {
  return Buffer.from(JSON.stringify(value));
}

function parse(part: Uint8Array): Dictionary {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString());
  } catch {
    throw new RefusedMessage('a part of it is no JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new RefusedMessage('a part of it is no JSON object');
  return value as Dictionary;
}

function isHeader(value: Dictionary): value is Header {
  return [value['msg_id'], value['msg_type'], value['session']].every(field => typeof field === 'string');
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
