import { appendFile, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** A cell that was run, also in an earlier kernel. */
export interface HistoryEntry {
  /** Number of the kernel's life; each start of a kernel is a new one. */
  readonly session: number;
  /** Tells kernels apart that started at the same moment and took the same number; absent in lines of older versions. */
  readonly kernel?: string | undefined;
  /** The number in `In[n]`. */
  readonly line: number;
  readonly input: string;
}

const largestBytes = 4 << 20;
const keptBytes = 2 << 20;

/**
 * What the user's kernels ran, one JSON object a line: `{"s": session, "k": kernel, "n": line, "c": code}`. Lines are only ever
 * appended; a file that has grown above 4 MiB is cut to its newest 2 MiB when the next kernel starts to write.
 */
export class HistoryFile {
  readonly #path: string;
  #opened = false;

  constructor(path: string) {
    this.#path = path;
  }

  /** All readable entries, oldest first, each kernel with a number of its own; a line that is damaged is left out. */
  async read(): Promise<HistoryEntry[]> {
    const text = await readFile(this.#path, 'utf8').catch(() => '');
    return numberKernels(text.split('\n').flatMap(readLine));
  }

  /** @throws Error when the folder or the file cannot be written. */
  async append({ session, kernel, line, input }: HistoryEntry): Promise<void> {
    await this.#open();
    const text = JSON.stringify({ s: session, k: kernel, n: line, c: input });
    await appendFile(this.#path, `${text}\n`, { mode: 0o600 });
  }

  async #open(): Promise<void> {
    if (this.#opened) return;
    await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 });
    const { size } = await stat(this.#path).catch(() => ({ size: 0 }));
    if (size > largestBytes) {
      const newest = (await readFile(this.#path)).subarray(-keptBytes);
      const cut = `${this.#path}.${process.pid}`;
      await writeFile(cut, newest.subarray(newest.indexOf(0x0a) + 1), { mode: 0o600 });
      await rename(cut, this.#path);
    }
    this.#opened = true;
  }
}

/** A kernel has the number that it took, or a new one when another kernel wrote first under that number. */
function numberKernels(entries: readonly HistoryEntry[]): HistoryEntry[] {
  const numbers = new Map<string | number, number>();
  const taken = new Set<number>();
  let largest = 0;
  return entries.map(entry => {
    const who = entry.kernel ?? entry.session;
    const session = numbers.get(who) ?? (taken.has(entry.session) ? largest + 1 : entry.session);
    numbers.set(who, session);
    taken.add(session);
    largest = Math.max(largest, session);
    return { ...entry, session };
  });
}

function readLine(line: string): HistoryEntry[] {
  try {
    const { s, k, n, c } = JSON.parse(line) as Readonly<Record<string, unknown>>;
    if (typeof s === 'number' && typeof n === 'number' && typeof c === 'string')
      return [{ session: s, kernel: typeof k === 'string' ? k : undefined, line: n, input: c }];
  } catch {
    // A kernel was killed while it wrote this line.
  }
  return [];
}

/** Where kernels keep what outlives them: DAISY_STATE_DIR, or `daisy` in Jupyter's data folder. */
export function stateFolder(environment: Readonly<Record<string, string | undefined>>): string {
  const { DAISY_STATE_DIR: own, JUPYTER_DATA_DIR: jupyter, APPDATA: windows, XDG_DATA_HOME: linux } = environment;
  if (own) return own;
  if (jupyter) return join(jupyter, 'daisy');
  if (process.platform === 'win32' && windows) return join(windows, 'jupyter', 'daisy');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Jupyter', 'daisy');
  return join(linux || join(homedir(), '.local', 'share'), 'jupyter', 'daisy');
}
