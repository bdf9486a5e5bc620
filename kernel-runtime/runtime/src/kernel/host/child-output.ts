import children, { type ChildProcess, type SpawnOptions } from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';
import { StringDecoder } from 'node:string_decoder';
import type { Readable } from 'node:stream';
import { ownerOrLatest, within } from './attribution.js';

type Name = 'stdout' | 'stderr';
type Stdio = SpawnOptions['stdio'];
interface Launch {
  stdio?: Stdio;
}

const streams = ['stdout', 'stderr'] as const;

/**
 * A child process that inherits stdout or stderr prints into the notebook, not into the server's log: its stream becomes a pipe that
 * is copied to ours. Output of `spawnSync` and its like comes when the child has ended.
 */
export function adoptChildOutput(): void {
  const prototype = children.ChildProcess.prototype as unknown as { spawn(launch: Launch): unknown };
  const spawn = prototype.spawn;
  prototype.spawn = function (this: ChildProcess, launch: Launch): unknown {
    const adopted = inherited(launch.stdio);
    if (adopted.length === 0) return spawn.call(this, launch);
    const result = spawn.call(this, { ...launch, stdio: piped(launch.stdio, adopted) });
    for (const name of adopted) if (this[name]) copy(this[name], name);
    return result;
  };

  for (const name of ['spawnSync', 'execFileSync', 'execSync'] as const) {
    const original = children[name] as (...parameters: unknown[]) => unknown;
    const adopting = (...parameters: unknown[]): unknown => {
      const at = parameters.findLastIndex(isOptions);
      const { stdio, ...options } = (parameters[at] ?? {}) as Launch;
      const adopted = inherited(stdio);
      if (adopted.length === 0) return original(...parameters);
      if (name === 'spawnSync')
        return passOn(original(...parameters.with(at, { ...options, stdio: piped(stdio, adopted) })), adopted);
      return passOnReturned(() => original(...parameters.with(at, options)), adopted);
    };
    Object.assign(children, { [name]: adopting });
  }
  syncBuiltinESMExports();
}

function isOptions(value: unknown): value is Launch {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The streams that the child would share with this process. */
function inherited(stdio: Stdio): Name[] {
  if (stdio === 'inherit') return [...streams];
  if (!Array.isArray(stdio)) return [];
  return streams.filter((name, i) => {
    const wanted: unknown = stdio[i + 1];
    return wanted === 'inherit' || wanted === i + 1 || wanted === process[name];
  });
}

function piped(stdio: Stdio, adopted: readonly Name[]): Stdio {
  const each = Array.isArray(stdio) ? [...stdio] : ['inherit' as const, 'inherit' as const, 'inherit' as const];
  for (const name of adopted) each[streams.indexOf(name) + 1] = 'pipe';
  return each as Stdio;
}

function copy(from: Readable, name: Name): void {
  const decoder = new StringDecoder();
  const cell = ownerOrLatest();
  const write = (bytes: Buffer): unknown => process[name].write(decoder.write(bytes));
  from.on('data', (bytes: Buffer) => (cell ? within(cell, () => write(bytes)) : write(bytes)));
}

type Outputs = Partial<Record<Name, Uint8Array | string | null>>;

function passOn(outputs: unknown, adopted: readonly Name[]): unknown {
  for (const name of adopted) {
    const bytes = (outputs as Outputs)[name];
    if (bytes) process[name].write(bytes);
  }
  return outputs;
}

/** `execSync` without `stdio` returns stdout, or throws it with the error, and passes stderr on itself. */
function passOnReturned(run: () => unknown, adopted: readonly Name[]): unknown {
  try {
    const stdout = run() as Outputs['stdout'];
    if (!adopted.includes('stdout')) return stdout;
    passOn({ stdout }, ['stdout']);
    return null;
  } catch (error) {
    if (adopted.includes('stdout')) passOn(error, ['stdout']);
    throw error;
  }
}
