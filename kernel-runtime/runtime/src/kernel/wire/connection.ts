import { readFileSync } from 'node:fs';

/** The connection file that Jupyter writes for a kernel. */
export interface Connection {
  readonly ip: string;
  readonly transport: 'tcp' | 'ipc';
  /** Key of the signatures; empty: messages are not signed. */
  readonly key: string;
  readonly shell_port: number;
  readonly iopub_port: number;
  readonly control_port: number;
  readonly stdin_port: number;
  readonly hb_port: number;
}

export function readConnection(path: string): Connection {
  return JSON.parse(readFileSync(path, 'utf8')) as Connection;
}

/** Address of a channel; jupyter_client separates ipc path and port with a hyphen. */
export function address(connection: Connection, port: number): string {
  return `${connection.transport}://${connection.ip}${connection.transport === 'ipc' ? '-' : ':'}${port}`;
}
