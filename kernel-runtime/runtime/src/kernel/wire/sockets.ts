import { Reply, Router, XPublisher } from 'zeromq';
import { address, type Connection } from './connection.js';

/** A frame above this length ends the connection that sends it, before the memory is taken. */
const largestFrameBytes = 2 ** 30;
const subscribed = 1;

/** The five channels of a kernel. Frames go out in the order of the calls. */
export class Sockets {
  readonly shell: Router;
  readonly control: Router;
  readonly stdin: Router;
  readonly iopub: XPublisher;
  readonly #heartbeat: Reply;
  readonly #connection: Connection;
  readonly #queues = new Map<object, Promise<void>>();
  readonly #report: (text: string) => void;

  /** @param report told about frames that could not be sent */
  constructor(connection: Connection, report: (text: string) => void) {
    this.#connection = connection;
    this.#report = report;
    const options = { ipv6: connection.ip.includes(':'), maxMessageSize: largestFrameBytes };
    // A client that comes back under its old identity takes the place of its lost connection.
    const router = { ...options, sendHighWaterMark: 0, handover: true };
    this.shell = new Router(router);
    this.control = new Router(router);
    this.stdin = new Router(router);
    this.iopub = new XPublisher({ ...options, sendHighWaterMark: 0, verbosity: 'allSubs' });
    this.#heartbeat = new Reply(options);
  }

  /** @throws Error with one sentence when an address is taken or not of this machine. */
  async bind(): Promise<void> {
    const bind = async (socket: Router | XPublisher | Reply, port: number): Promise<void> => {
      const at = address(this.#connection, port);
      try {
        await socket.bind(at);
      } catch (error) {
        throw new Error(`The kernel cannot listen at ${at}: ${(error as Error).message}.`, { cause: error });
      }
    };
    const { iopub_port, shell_port, control_port, stdin_port, hb_port } = this.#connection;
    const bound = await Promise.allSettled([
      bind(this.iopub, iopub_port),
      bind(this.shell, shell_port),
      bind(this.control, control_port),
      bind(this.stdin, stdin_port),
      bind(this.#heartbeat, hb_port),
    ]);
    // All have an end first: a socket that is closed while it binds would abort the process.
    for (const outcome of bound) if (outcome.status === 'rejected') throw outcome.reason;
    void this.#beat();
  }

  /** zeromq.js refuses a second send while the first is pending, so each socket has one queue. */
  send(socket: XPublisher | Router, frames: readonly Uint8Array[]): void {
    const before = this.#queues.get(socket) ?? Promise.resolve();
    const sent = before.then(() => socket.send(frames as Buffer[]));
    this.#queues.set(
      socket,
      sent.catch((error: unknown) => this.#report(`a message could not be sent: ${String(error)}`)),
    );
  }

  /** Calls `welcome` for each new subscription to iopub. */
  async watchSubscriptions(welcome: (topic: string) => void): Promise<void> {
    for await (const [frame] of this.iopub) if (frame?.[0] === subscribed) welcome(frame.subarray(1).toString());
  }

  /** Sends what is queued and closes. Exiting the process while zeromq still reads would abort it. */
  async close(): Promise<void> {
    await Promise.all(this.#queues.values());
    for (const socket of [this.shell, this.control, this.stdin, this.#heartbeat, this.iopub]) socket.close();
  }

  async #beat(): Promise<void> {
    for await (const frames of this.#heartbeat) {
      try {
        await this.#heartbeat.send(frames);
      } catch (error) {
        this.#report(`a heartbeat could not be answered: ${String(error)}`);
      }
    }
  }
}
