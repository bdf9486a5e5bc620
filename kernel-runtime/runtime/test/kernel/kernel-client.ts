import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Dealer, Subscriber } from 'zeromq';
import { Codec, type Message } from '../../lib/kernel/wire/codec.js';

const repositoryKernel = fileURLToPath(new URL('../../lib/kernel/main.js', import.meta.url));

export interface KernelSetup {
  readonly engine?: 'language-service' | 'tslab';
  /** `file:` URL of a services module. */
  readonly services?: string;
  /** Folder that the kernel runs in; an empty one of its own when absent. */
  readonly cwd?: string;
  /** Program that is started; the repository's kernel when absent. */
  readonly program?: string;
  /** Environment variables beside those of the test. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A message with the header of the request that caused it. */
export interface Incoming extends Omit<Message, 'parent'> {
  readonly type: string;
  readonly parent: string | undefined;
}

export interface Execution {
  readonly reply: Incoming;
  /** All iopub messages of the request up to its `idle`, in order. */
  readonly messages: readonly Incoming[];
  readonly stdout: string;
  readonly stderr: string;
}

/** The Node that runs kernels in tests: DAISY_NODE, or the one that runs the tests. */
export const node: string = process.env['DAISY_NODE'] ?? process.execPath;

/** A Jupyter client on ZeroMQ that starts a real kernel process, as a server would. */
export class KernelClient {
  readonly cwd: string;
  readonly iopub: Incoming[] = [];
  readonly session = randomUUID();
  #process!: ChildProcess;
  #exit!: Promise<number | null>;
  readonly #key = randomUUID();
  readonly #codec = new Codec(this.#key);
  readonly #shell = new Dealer();
  readonly #control = new Dealer();
  readonly #subscriber = new Subscriber();
  readonly #waiting = new Map<string, (message: Incoming) => void>();
  readonly #watchers = new Set<() => void>();
  readonly #queues = new Map<Dealer, Promise<void>>();
  readonly #folder: string;
  /** Text that the process wrote to its real stderr. */
  log = '';

  private constructor(cwd: string | undefined) {
    this.#folder = mkdtempSync(join(tmpdir(), 'daisy-kernel-'));
    this.cwd = cwd ?? this.#folder;
  }

  static async start(setup: KernelSetup = {}): Promise<KernelClient> {
    const client = new KernelClient(setup.cwd);
    await client.#start(setup);
    return client;
  }

  get pid(): number {
    return this.#process.pid!;
  }

  /** Exit code of the process, when it has ended. */
  get exited(): Promise<number | null> {
    return this.#exit;
  }

  async request(
    type: string,
    content: object,
    channel: 'shell' | 'control' = 'shell',
    extra: { metadata?: object; buffers?: Uint8Array[] } = {},
  ): Promise<Incoming> {
    const { id, sent } = this.send(type, content, channel, extra);
    const reply = new Promise<Incoming>(resolve => this.#waiting.set(id, resolve));
    await sent;
    return reply;
  }

  send(
    type: string,
    content: object,
    channel: 'shell' | 'control' = 'shell',
    extra: { metadata?: object; buffers?: Uint8Array[] } = {},
  ): { id: string; sent: Promise<void> } {
    const frames = this.#codec.encode({ type, content, ...extra });
    const id = (JSON.parse(Buffer.from(frames[2]!).toString()) as { msg_id: string }).msg_id;
    const socket = channel === 'shell' ? this.#shell : this.#control;
    // A socket takes one message at a time.
    const sent = (this.#queues.get(socket) ?? Promise.resolve()).then(() => socket.send(frames as Buffer[]));
    this.#queues.set(socket, sent);
    return { id, sent };
  }

  async execute(code: string, options: { cellId?: string; silent?: boolean } = {}): Promise<Execution> {
    const metadata = options.cellId === undefined ? {} : { cellId: options.cellId };
    const reply = await this.request(
      'execute_request',
      { code, silent: options.silent ?? false, store_history: true, stop_on_error: true },
      'shell',
      { metadata },
    );
    const parent = reply.parent;
    await this.until(() =>
      this.iopub.some(message => message.parent === parent && message.content['execution_state'] === 'idle'),
    );
    const messages = this.iopub.filter(message => message.parent === parent);
    const text = (name: string): string =>
      messages
        .filter(({ type, content }) => type === 'stream' && content['name'] === name)
        .map(({ content }) => content['text'])
        .join('');
    return { reply, messages, stdout: text('stdout'), stderr: text('stderr') };
  }

  /** Text of the last expression, or an error with the traceback. */
  async value(code: string, options: { cellId?: string } = {}): Promise<string | undefined> {
    const { reply, messages } = await this.execute(code, options);
    if (reply.content['status'] !== 'ok')
      throw new Error(
        (reply.content['traceback'] as string[] | undefined)?.join('\n') ?? String(reply.content['status']),
      );
    const result = messages.find(({ type }) => type === 'execute_result');
    return (result?.content['data'] as Record<string, string> | undefined)?.['text/plain'];
  }

  /** Waits for a condition on what came in on iopub. */
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

  async rpc(
    method: string,
    params: object = {},
    options: { id?: string; deadlineMs?: number; channel?: 'shell' | 'control' } = {},
  ): Promise<Incoming> {
    const { channel = 'control', id = randomUUID(), ...rest } = options;
    return this.request('daisy_request', { v: 1, id, method, params, ...rest }, channel);
  }

  async stop(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.#exit;
    for (const socket of [this.#shell, this.#control, this.#subscriber]) socket.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #start({ engine, services, program, environment }: KernelSetup): Promise<void> {
    const ports = await freePorts(5);
    const names = ['shell_port', 'iopub_port', 'control_port', 'stdin_port', 'hb_port'];
    const connection = {
      ip: '127.0.0.1',
      transport: 'tcp',
      key: this.#key,
      signature_scheme: 'hmac-sha256',
      ...Object.fromEntries(names.map((name, i) => [name, ports[i]])),
    };
    const file = join(this.#folder, 'connection.json');
    writeFileSync(file, JSON.stringify(connection));
    const flags = ['--no-force-async-hooks-checks', '--disable-warning=ExperimentalWarning'];
    const args = [...(engine ? ['--engine', engine] : []), ...(services ? ['--services', services] : []), file];
    this.#process = spawn(node, [...flags, program ?? repositoryKernel, ...args], {
      cwd: this.cwd,
      env: { ...process.env, DAISY_HISTORY: 'off', ...environment },
      stdio: ['ignore', 'inherit', 'pipe'],
    });
    this.#process.stderr!.on('data', (chunk: Buffer) => (this.log += chunk.toString()));
    this.#exit = new Promise(resolve => this.#process.on('exit', code => resolve(code)));
    const at = (port: number): string => `tcp://127.0.0.1:${port}`;
    this.#shell.connect(at(ports[0]!));
    this.#subscriber.connect(at(ports[1]!));
    this.#control.connect(at(ports[2]!));
    this.#subscriber.subscribe();
    for (const socket of [this.#shell, this.#control]) void this.#receive(socket, message => this.#reply(message));
    void this.#receive(this.#subscriber, message => this.iopub.push(message));
    const died = this.#exit.then(code => {
      throw new Error(`the kernel ended with ${String(code)}: ${this.log}`);
    });
    await Promise.race([this.#ready(), died]);
    died.catch(() => undefined);
  }

  /** A subscription takes effect some time after the kernel answers: ask until its `idle` arrives. */
  async #ready(): Promise<void> {
    for (;;) {
      await this.request('kernel_info_request', {});
      await new Promise(resolve => setTimeout(resolve, 20));
      if (this.iopub.some(({ content }) => content['execution_state'] === 'idle')) return;
    }
  }

  #reply(message: Incoming): void {
    this.#waiting.get(message.parent ?? '')?.(message);
    this.#waiting.delete(message.parent ?? '');
  }

  async #receive(socket: Dealer | Subscriber, take: (message: Incoming) => void): Promise<void> {
    for await (const frames of socket) {
      const message = this.#codec.decode(frames);
      const parent = JSON.parse(Buffer.from(frames[frames.length - message.buffers.length - 3]!).toString()) as {
        msg_id?: string;
      };
      take({ ...message, type: message.header.msg_type, parent: parent.msg_id });
      for (const watcher of this.#watchers) watcher();
    }
  }
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
      return server;
    }),
  );
  const ports = servers.map(server => (server.address() as AddressInfo).port);
  await Promise.all(servers.map(server => new Promise(resolve => server.close(resolve))));
  return ports;
}
