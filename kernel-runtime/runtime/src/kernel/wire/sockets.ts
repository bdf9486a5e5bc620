import { Publisher, Reply, Router } from 'zeromq';
import { address, type Connection } from './connection.js';

/** The five channels of a kernel. Frames go out in the order of the calls. */
export class Sockets {
  readonly shell: Router = new Router({ sendHighWaterMark: 0 });
  readonly control: Router = new Router({ sendHighWaterMark: 0 });
  readonly iopub: Publisher = new Publisher({ sendHighWaterMark: 0 });
  readonly #stdin = new Router();
  readonly #heartbeat = new Reply();
  readonly #queues = new Map<object, Promise<void>>();
  readonly #report: (text: string) => void;

  /** @param report told about frames that could not be sent */
  constructor(report: (text: string) => void) {
    this.#report = report;
  }

  async bind(connection: Connection): Promise<void> {
    const at = (port: number): string => address(connection, port);
    await Promise.all([
      this.iopub.bind(at(connection.iopub_port)),
      this.shell.bind(at(connection.shell_port)),
      this.control.bind(at(connection.control_port)),
      this.#stdin.bind(at(connection.stdin_port)),
      this.#heartbeat.bind(at(connection.hb_port)),
    ]);
    void this.#beat();
  }

  /** zeromq.js refuses a second send while the first is pending, so each socket has one queue. */
  send(socket: Publisher | Router, frames: readonly Uint8Array[]): void {
    const before = this.#queues.get(socket) ?? Promise.resolve();
    const sent = before.then(() => socket.send(frames as Buffer[]));
    this.#queues.set(
      socket,
      sent.catch((error: unknown) => this.#report(`a message could not be sent: ${String(error)}`)),
    );
  }

  /** Sends what is queued and closes. Exiting the process while zeromq still reads would abort it. */
  async close(): Promise<void> {
    await Promise.all(this.#queues.values());
    for (const socket of [this.shell, this.control, this.#stdin, this.#heartbeat, this.iopub]) socket.close();
  }

  async #beat(): Promise<void> {
    for await (const frames of this.#heartbeat) await this.#heartbeat.send(frames);
  }
}
