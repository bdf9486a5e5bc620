import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';

export interface Header {
  readonly msg_id: string;
  readonly msg_type: string;
  readonly session: string;
  readonly [field: string]: unknown;
}

/** A Jupyter message as it came in. */
export interface Message {
  /** Routing identities that the reply must carry. */
  readonly identities: readonly Uint8Array[];
  readonly header: Header;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly content: Readonly<Record<string, unknown>>;
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

const delimiter = '<IDS|MSG>';

/**
 * The Jupyter wire format: `identities, <IDS|MSG>, signature, header, parent, metadata, content, buffers`.
 *
 * Only the four JSON parts are signed (HMAC-SHA256); buffers follow unsigned. The kernel has a session id of its own.
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html
 */
export class Codec {
  readonly #session = randomUUID();
  readonly #key: string;

  constructor(key: string) {
    this.#key = key;
  }

  encode(message: Outgoing): Uint8Array[] {
    const header = {
      msg_id: randomUUID(),
      session: this.#session,
      username: 'daisy',
      date: new Date().toISOString(),
      msg_type: message.type,
      version: '5.4',
    };
    const parts = [header, message.parent ?? {}, message.metadata ?? {}, message.content].map(part =>
      Buffer.from(JSON.stringify(part)),
    );
    const lead = message.identities ?? [];
    return [...lead, Buffer.from(delimiter), Buffer.from(this.#sign(parts)), ...parts, ...(message.buffers ?? [])];
  }

  /** @throws Error when the frames are no Jupyter message or the signature is wrong. */
  decode(frames: readonly Uint8Array[]): Message {
    const texts = frames.map(frame => Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength));
    const at = texts.findIndex(text => text.length === delimiter.length && text.toString() === delimiter);
    const parts = texts.slice(at + 2, at + 6);
    if (at < 0 || parts.length < 4) throw new Error('not a Jupyter message');
    if (this.#key && !equal(Buffer.from(this.#sign(parts)), texts[at + 1]!)) throw new Error('wrong signature');
    const [header, , metadata, content] = parts.map(part => JSON.parse(part.toString()) as Record<string, unknown>);
    return {
      identities: frames.slice(0, at),
      header: header as Header,
      metadata: metadata ?? {},
      content: content ?? {},
      buffers: frames.slice(at + 6),
    };
  }

  #sign(parts: readonly Uint8Array[]): string {
    if (!this.#key) return '';
    const hmac = createHmac('sha256', this.#key);
    for (const part of parts) hmac.update(part);
    return hmac.digest('hex');
  }
}

function equal(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
