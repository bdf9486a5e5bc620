import { randomUUID } from 'node:crypto';
import { Dealer, Request as HeartbeatSocket, Subscriber } from 'zeromq';
import { pack, unpack, type Envelope, type Request } from './envelope.ts';
import type { Connection } from './kernel.ts';

export type Channel = 'shell' | 'control' | 'stdin';

/** Everything that belongs to one request. */
export interface Answer {
  readonly id: string;
  readonly reply: Envelope;
  /** Messages of the request on iopub, up to its `idle`. */
  readonly published: readonly Envelope[];
}

/** A client of a kernel: its own connections, its own session, and the memory of all that came in. */
export class Client {
  readonly session = randomUUID();
  readonly received: Record<Channel | 'iopub', Envelope[]> = { shell: [], control: [], stdin: [], iopub: [] };
  readonly sockets: Record<Channel, Dealer>;
  readonly #connection: Connection;
  readonly #iopub = new Subscriber();
  readonly #heartbeat = new HeartbeatSocket();
  readonly #watchers = new Set<() => void>();

  constructor(connection: Connection, identity: string = randomUUID()) {
    this.#connection = connection;
    // Shell and stdin share an identity: the kernel finds the way back to the one that asked.
    const dealer = (port: number): Dealer => {
      const socket = new Dealer({ routingId: identity, linger: 0 });
      socket.connect(this.#at(port));
      return socket;
    };
    this.sockets = {
      shell: dealer(connection.shell_port),
      control: dealer(connection.control_port),
      stdin: dealer(connection.stdin_port),
    };
    this.#iopub.connect(this.#at(connection.iopub_port));
    this.#iopub.subscribe();
    this.#heartbeat.connect(this.#at(connection.hb_port));
    for (const name of ['shell', 'control', 'stdin'] as const) void this.#listen(name, this.sockets[name]);
    void this.#listen('iopub', this.#iopub);
  }

  /** Sends a request without waiting. @returns its id */
  async send(request: Request, channel: Channel = 'shell', identities: readonly Buffer[] = []): Promise<string> {
    const { id, frames } = pack(this.#connection.key, this.session, request);
    await this.sockets[channel].send([...identities, ...frames]);
    return id;
  }

  /** Sends a request and waits for its reply and its `idle`. */
  async request(
    type: string,
    content: object = {},
    channel: Channel = 'shell',
    more: Partial<Request> = {},
  ): Promise<Answer> {
    return this.answer(await this.send({ type, content, ...more }, channel), channel);
  }

  async answer(id: string, channel: Channel = 'shell'): Promise<Answer> {
    const reply = await this.reply(id, channel);
    await this.until(() => this.states(id).includes('idle'));
    return { id, reply, published: this.published(id) };
  }

  async reply(id: string, channel: Channel = 'shell'): Promise<Envelope> {
    const found = (): Envelope | undefined => this.received[channel].find(({ parent }) => parent.msg_id === id);
    await this.until(() => found() !== undefined);
    return found()!;
  }

  execute(code: string, more: object = {}): Promise<Answer> {
    return this.request('execute_request', execution(code, more));
  }

  published(id: string): Envelope[] {
    return this.received.iopub.filter(({ parent }) => parent.msg_id === id);
  }

  states(id: string): unknown[] {
    return this.published(id)
      .filter(({ header }) => header.msg_type === 'status')
      .map(({ content }) => content['execution_state']);
  }

  /** Waits for a condition on what came in. */
  until(condition: () => boolean): Promise<void> {
    return new Promise(resolve => {
      const check = (): void => {
        if (!condition()) return;
        this.#watchers.delete(check);
        resolve();
      };
      this.#watchers.add(check);
      check();
    });
  }

  /** Echo of the heartbeat. */
  async beat(text: string): Promise<string> {
    await this.#heartbeat.send(text);
    return (await this.#heartbeat.receive())[0]!.toString();
  }

  /** A subscription takes effect some time after the kernel answers: ask until its `idle` arrives. */
  async ready(): Promise<void> {
    for (;;) {
      const id = await this.send({ type: 'kernel_info_request', content: {} });
      await this.reply(id);
      await new Promise(resolve => setTimeout(resolve, 20));
      if (this.states(id).includes('idle')) return;
    }
  }

  close(): void {
    for (const socket of [...Object.values(this.sockets), this.#iopub, this.#heartbeat]) socket.close();
  }

  #at(port: number): string {
    const { transport, ip } = this.#connection;
    return `${transport}://${ip}${transport === 'ipc' ? '-' : ':'}${port}`;
  }

  async #listen(name: Channel | 'iopub', socket: Dealer | Subscriber): Promise<void> {
    for await (const frames of socket) {
      this.received[name].push(unpack(this.#connection.key, frames));
      for (const watcher of this.#watchers) watcher();
    }
  }
}

/** Content of an execute request. */
export function execution(code: string, more: object = {}): object {
  return {
    code,
    silent: false,
    store_history: true,
    user_expressions: {},
    allow_stdin: false,
    stop_on_error: true,
    ...more,
  };
}

/** Contents of the messages of a type. */
export function ofType(messages: readonly Envelope[], type: string): Record<string, unknown>[] {
  return messages.filter(({ header }) => header.msg_type === type).map(({ content }) => content);
}

/** Text of a stream. */
export function streamed(messages: readonly Envelope[], name: 'stdout' | 'stderr' = 'stdout'): string {
  return ofType(messages, 'stream')
    .filter(content => content['name'] === name)
    .map(({ text }) => text)
    .join('');
}
