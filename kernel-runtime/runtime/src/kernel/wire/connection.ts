import { getHashes } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** The connection file that Jupyter writes for a kernel. */
export interface Connection {
  readonly ip: string;
  readonly transport: 'tcp' | 'ipc';
  /** Key of the signatures; empty: messages are not signed. */
  readonly key: string;
  /** Name of the signatures' hash, `sha256` for `hmac-sha256`. */
  readonly hash: string;
  readonly shell_port: number;
  readonly iopub_port: number;
  readonly control_port: number;
  readonly stdin_port: number;
  readonly hb_port: number;
}

const ports = ['shell_port', 'iopub_port', 'control_port', 'stdin_port', 'hb_port'] as const;

/** @throws Error with one sentence that names the file and what is wrong with it. */
export function readConnection(path: string): Connection {
  const fields = readFields(path);
  const wrong = (what: string): never => {
    throw new Error(`The connection file ${path} ${what}.`);
  };
  const { ip, transport = 'tcp', key = '', signature_scheme: scheme = 'hmac-sha256' } = fields;
  if (typeof ip !== 'string' || ip === '') wrong('names no "ip"');
  if (transport !== 'tcp' && transport !== 'ipc')
    wrong(`asks for the transport ${JSON.stringify(transport)}: tcp or ipc`);
  if (typeof key !== 'string') wrong('has a "key" that is no text');
  const hash = typeof scheme === 'string' && scheme.startsWith('hmac-') ? scheme.slice('hmac-'.length) : '';
  if (key !== '' && !getHashes().includes(hash))
    wrong(`asks for the unknown signature scheme ${JSON.stringify(scheme)}`);
  for (const name of ports) if (!isPort(fields[name])) wrong(`has no usable "${name}"`);
  return {
    ...(fields as unknown as Connection),
    transport: transport as Connection['transport'],
    key: key as string,
    hash,
  };
}

function readFields(path: string): Readonly<Record<string, unknown>> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new Error(`The connection file ${path} cannot be read: ${(error as Error).message}.`);
  }
  try {
    const fields: unknown = JSON.parse(text);
    if (typeof fields === 'object' && fields !== null && !Array.isArray(fields))
      return fields as Record<string, unknown>;
  } catch {
    // said below
  }
  throw new Error(`The connection file ${path} is no JSON object.`);
}

function isPort(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) > 0 && (value as number) < 65536;
}

/** Address of a channel; jupyter_client separates ipc path and port with a hyphen. */
export function address({ ip, transport }: Connection, port: number): string {
  if (transport === 'ipc') return `ipc://${ip}-${port}`;
  return `tcp://${ip.includes(':') ? `[${ip}]` : ip}:${port}`;
}
