import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Dealer, Subscriber } from 'zeromq';
import { Codec, type Message } from '../runtime/lib/kernel/wire/codec.js';
import type { BenchContext } from './bench.ts';

type Channel = 'shell' | 'control';

/** How a kernel is started; the connection file is the last word, unless the words hold `{connection_file}`. */
export interface KernelProgram {
  readonly name: string;
  readonly words: readonly string[];
}

export interface CellRun {
  readonly ms: number;
  readonly reply: Message | undefined;
  /** stdout and text results. */
  readonly text: string;
  readonly streamMessages: number;
}

const require = createRequire(import.meta.url);
const root = join(require.resolve('@daisy-lab/runtime'), '../../../..');
const node = process.env['DAISY_NODE'] ?? process.execPath;
const flags = ['--no-force-async-hooks-checks', '--disable-warning=ExperimentalWarning'];

/** This kernel. */
export const daisy: KernelProgram = {
  name: 'Daisy',
  words: [node, ...flags, join(root, 'kernel-runtime/runtime/lib/kernel/main.js')],
};
const tslab: KernelProgram = {
  name: 'tslab',
  words: [node, join(root, 'node_modules/tslab/bin/tslab'), 'kernel', '--config-path', '{connection_file}'],
};

/** The kernels that this one is compared with: tslab as published, and ipykernel where `--peers` names a Python that has it. */
export function peers({ peers: python }: BenchContext): KernelProgram[] {
  return [tslab, ...(python ? [{ name: 'ipykernel', words: [python, '-m', 'ipykernel_launcher', '-f'] }] : [])];
}

/** ZeroMQ looks every 100 ms by default whether the kernel has opened its ports: too coarse for the time of its start. */
const soon = { reconnectInterval: 5 };

/** A kernel process and a client on ZeroMQ. */
export class KernelPeer {
  readonly #folder = mkdtempSync(join(tmpdir(), 'daisy-bench-'));
  readonly #key = randomUUID();
  readonly #codec = new Codec(this.#key);
  readonly #sockets = { shell: new Dealer(soon), control: new Dealer(soon), iopub: new Subscriber(soon) };
  readonly #replies = new Map<string, (message: Message) => void>();
  readonly #iopub = new Map<string, Message[]>();
  #heard: () => void = () => undefined;
  #process!: ChildProcess;

  static async start(
    { words }: KernelProgram,
    cwd?: string,
  ): Promise<{ kernel: KernelPeer; begunMs: number; readyMs: number }> {
    const kernel = new KernelPeer();
    const begunMs = performance.now();
    const readyMs = await kernel.#start(words, cwd);
    return { kernel, begunMs, readyMs };
  }

  /** MiB of memory that the process holds; 0 where the system does not tell. */
  residentMb(): number {
    try {
      const status = readFileSync(`/proc/${this.#process.pid}/status`, 'utf8');
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
    } catch {
      return 0;
    }
  }

  async request(type: string, content: object, channel: Channel = 'shell'): Promise<Message> {
    return this.#send(type, content, channel).reply;
  }

  /** Runs a cell to its reply and its `idle`; without a reply when either takes longer than `limitMs`. */
  async run(code: string, limitMs = 60_000): Promise<CellRun> {
    const begunMs = performance.now();
    const content = { code, silent: false, store_history: true, allow_stdin: false, stop_on_error: true };
    const { id, reply } = this.#send('execute_request', content, 'shell');
    let given: Message | undefined;
    const done = (async () => {
      const answer = await reply;
      while (!this.#of(id).some(({ content: { execution_state } }) => execution_state === 'idle')) await this.#next();
      given = answer;
    })();
    await Promise.race([done, new Promise(resolve => setTimeout(resolve, limitMs).unref())]);
    const ms = performance.now() - begunMs;
    const messages = this.#of(id);
    this.#iopub.delete(id);
    const texts = messages.map(({ content: { name, text, data } }) =>
      name === 'stdout' ? text : (data as { 'text/plain'?: string } | undefined)?.['text/plain'],
    );
    const streamMessages = messages.filter(({ header }) => header.msg_type === 'stream').length;
    return { ms, reply: given, text: texts.filter(text => text !== undefined).join(''), streamMessages };
  }

  /** Waits until a cell has printed something. */
  async printed(text: string): Promise<void> {
    const seen = (): boolean =>
      [...this.#iopub.values()].flat().some(({ content }) => String(content['text'] ?? '').includes(text));
    while (!seen()) await this.#next();
  }

  async stop(): Promise<void> {
    const ended = new Promise(resolve => this.#process.once('exit', resolve));
    this.#process.kill('SIGKILL');
    await ended;
    for (const socket of Object.values(this.#sockets)) socket.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #send(type: string, content: object, channel: Channel): { id: string; reply: Promise<Message> } {
    const frames = this.#codec.encode({ type, content });
    const { msg_id: id } = JSON.parse(Buffer.from(frames[2]!).toString()) as { msg_id: string };
    const reply = new Promise<Message>(resolve => this.#replies.set(id, resolve));
    void this.#sockets[channel].send(frames as Buffer[]);
    return { id, reply };
  }

  #of(id: string): Message[] {
    return this.#iopub.get(id) ?? [];
  }

  #next(): Promise<void> {
    return new Promise(resolve => {
      const before = this.#heard;
      this.#heard = () => {
        before();
        resolve();
      };
    });
  }

  async #start(words: readonly string[], cwd: string = this.#folder): Promise<number> {
    const ports = await freePorts(5);
    const named = ['shell_port', 'iopub_port', 'control_port', 'stdin_port', 'hb_port'].map((name, i) => [
      name,
      ports[i],
    ]);
    const file = join(this.#folder, 'connection.json');
    const connection = { ip: '127.0.0.1', transport: 'tcp', key: this.#key, signature_scheme: 'hmac-sha256' };
    writeFileSync(file, JSON.stringify({ ...connection, ...Object.fromEntries(named) }));
    const [program, ...rest] = words.map(word => word.replace('{connection_file}', file));
    const args = words.includes('{connection_file}') ? rest : [...rest, file];
    const begunMs = performance.now();
    this.#process = spawn(program!, args, { cwd, stdio: 'ignore' });
    [this.#sockets.shell, this.#sockets.iopub, this.#sockets.control].forEach((socket, i) =>
      socket.connect(`tcp://127.0.0.1:${ports[i]}`),
    );
    this.#sockets.iopub.subscribe();
    void this.#receive(this.#sockets.shell);
    void this.#receive(this.#sockets.control);
    void this.#receive(this.#sockets.iopub);
    await this.request('kernel_info_request', {});
    const readyMs = performance.now() - begunMs;
    while (this.#iopub.size === 0) {
      await this.request('kernel_info_request', {}); // until the subscription is known
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    return readyMs;
  }

  async #receive(socket: Dealer | Subscriber): Promise<void> {
    for await (const frames of socket) {
      const message = this.#codec.decode(frames);
      const at = frames.length - message.buffers.length - 3;
      const { msg_id: parent = '' } = JSON.parse(Buffer.from(frames[at]!).toString()) as { msg_id?: string };
      if (socket instanceof Subscriber) this.#iopub.set(parent, [...this.#of(parent), message]);
      else this.#replies.get(parent)?.(message);
      const heard = this.#heard;
      this.#heard = () => undefined;
      heard();
    }
  }
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map(server => new Promise(resolve => server.once('listening', resolve))));
  const ports = servers.map(server => (server.address() as AddressInfo).port);
  await Promise.all(servers.map(server => new Promise(resolve => server.close(resolve))));
  return ports;
}

/** The value below which a fraction of the measured ones lies. */
export function quantile(values: readonly number[], fraction: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(fraction * sorted.length))]!;
}
