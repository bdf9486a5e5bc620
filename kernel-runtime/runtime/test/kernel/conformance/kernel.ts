import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from './client.ts';
import { isolated, type Kernelspec } from './kernelspec.ts';

export interface Connection {
  readonly transport: 'tcp' | 'ipc';
  readonly ip: string;
  readonly key: string;
  readonly shell_port: number;
  readonly iopub_port: number;
  readonly stdin_port: number;
  readonly control_port: number;
  readonly hb_port: number;
}

export interface KernelStart {
  readonly transport?: 'tcp' | 'ipc';
  /** Folder for everything that the kernel reads and writes; a fresh one when absent. */
  readonly folder?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A kernel process, started from its kernelspec as a server would. */
export class Kernel {
  readonly folder: string;
  readonly connection: Connection;
  readonly process: ChildProcess;
  /** Exit code, once the process has ended. */
  readonly ended: Promise<number | null>;
  /** What the process has written to its real stderr. */
  log = '';
  readonly #clients: Client[] = [];
  readonly #ownsFolder: boolean;

  private constructor(spec: Kernelspec, connection: Connection, folder: string, setup: KernelStart) {
    this.folder = folder;
    this.#ownsFolder = setup.folder === undefined;
    this.connection = connection;
    const file = join(folder, `connection-${randomUUID()}.json`);
    writeFileSync(file, JSON.stringify({ ...connection, signature_scheme: 'hmac-sha256', kernel_name: spec.name }));
    const [program, ...args] = spec.argv.map(arg =>
      arg.replace('{connection_file}', file).replace('{resource_dir}', spec.resources ?? ''),
    );
    this.process = spawn(program!, args, {
      cwd: folder,
      env: { ...isolated(folder, spec), ...setup.env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.process.stderr!.on('data', (chunk: Buffer) => (this.log += chunk.toString()));
    this.ended = new Promise(resolve => this.process.on('exit', resolve));
  }

  static async start(spec: Kernelspec, setup: KernelStart = {}): Promise<Kernel> {
    const folder = setup.folder ?? mkdtempSync(join(tmpdir(), 'daisy-conformance-'));
    const transport = setup.transport ?? 'tcp';
    const [shell_port, iopub_port, stdin_port, control_port, hb_port] =
      transport === 'ipc' ? [1, 2, 3, 4, 5] : await freePorts(5);
    const ip = transport === 'ipc' ? join(folder, 'ipc') : '127.0.0.1';
    const ports = { shell_port, iopub_port, stdin_port, control_port, hb_port } as Omit<
      Connection,
      'transport' | 'ip' | 'key'
    >;
    return new Kernel(spec, { transport, ip, key: randomUUID(), ...ports }, folder, setup);
  }

  /** A client that is ready: the kernel has answered it, and its subscription has taken effect. */
  async connect(identity?: string): Promise<Client> {
    const client = new Client(this.connection, identity);
    this.#clients.push(client);
    const died = this.ended.then(code => {
      throw new Error(`the kernel ended with ${String(code)}: ${this.log}`);
    });
    died.catch(() => undefined);
    await Promise.race([client.ready(), died]);
    return client;
  }

  async stop(): Promise<void> {
    for (const client of this.#clients) client.close();
    this.process.kill('SIGKILL');
    await this.ended;
    if (this.#ownsFolder) rmSync(this.folder, { recursive: true, force: true });
  }
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  await Promise.all(servers.map(server => new Promise<void>(done => server.listen(0, '127.0.0.1', done))));
  const ports = servers.map(server => (server.address() as AddressInfo).port);
  await Promise.all(servers.map(server => new Promise(done => server.close(done))));
  return ports;
}
