import { Console } from 'node:console';
import { Writable } from 'node:stream';

type Name = 'stdout' | 'stderr';
type Write = (name: Name, text: string) => void;

/** Sends what is written to the console, stdout and stderr to the notebook. */
export function redirectOutput(write: Write): void {
  for (const name of ['stdout', 'stderr'] as const) {
    const redirected = (chunk: string | Uint8Array, second?: unknown, third?: unknown): boolean => {
      write(name, typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
      const done = typeof second === 'function' ? second : third;
      if (typeof done === 'function') (done as () => void)();
      return true;
    };
    process[name].write = redirected as typeof process.stdout.write;
  }
  globalThis.console = new Console({ stdout: sink(write, 'stdout'), stderr: sink(write, 'stderr'), colorMode: false });
}

/** The console writes here at once: a stream that buffers would put text behind a later display. */
function sink(write: Write, name: Name): Writable {
  const stream = new Writable();
  stream.write = ((chunk: string | Uint8Array): boolean => {
    write(name, typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
    return true;
  }) as typeof stream.write;
  return stream;
}
