import { randomUUID } from 'node:crypto';
import { log } from '../log.js';
import { matchesGlob } from './glob.js';
import type { HistoryEntry, HistoryFile } from './history-file.js';

type Content = Readonly<Record<string, unknown>>;

/** `[session, line, input]`, or `[session, line, [input, output]]` when outputs are asked for. */
export type HistoryTuple = readonly [number, number, string | readonly [string, string | null]];

const mostRemembered = 10_000;

/** What was run: of this kernel from memory, with outputs; of earlier and other kernels from the file, without. */
export class History {
  readonly #file: HistoryFile | undefined;
  readonly #own: { readonly line: number; readonly input: string; output: string | null }[] = [];
  readonly #kernel = randomUUID().slice(0, 8);
  #session: Promise<number> | undefined;
  #writing: Promise<void> = Promise.resolve();

  /** @param file absent: nothing outlives the kernel */
  constructor(file: HistoryFile | undefined) {
    this.#file = file;
  }

  add(line: number, input: string): void {
    this.#own.push({ line, input, output: null });
    if (this.#own.length > mostRemembered) this.#own.shift();
    this.#writing = this.#writing.then(() => this.#keep(line, input));
  }

  /** Text of the result of the newest cell. */
  setOutput(line: number, output: string): void {
    const newest = this.#own.at(-1);
    if (newest?.line === line) newest.output = output;
  }

  /** Settles when everything is on the disk. */
  written(): Promise<void> {
    return this.#writing;
  }

  /** Content of the `history_reply`. */
  async answer(content: Content): Promise<object> {
    const entries = await this.#select(content);
    const withOutput = content['output'] === true;
    const history = entries.map(({ session, line, input, output }): HistoryTuple => [
      session,
      line,
      withOutput ? [input, output ?? null] : input,
    ]);
    return { status: 'ok', history };
  }

  async #select(content: Content): Promise<readonly Recalled[]> {
    switch (content['hist_access_type'] ?? 'tail') {
      case 'range':
        return this.#range(content);
      case 'search':
        return newest(unique(await this.#search(content['pattern']), content['unique'] === true), content['n']);
      case 'tail':
        return newest(await this.#all(), content['n'] ?? 10);
      default:
        throw new TypeError('hist_access_type must be range, tail or search');
    }
  }

  /** Lines `start` to `stop` (exclusive) of a session; session 0 is this one, -1 the one before it. */
  async #range({ session = 0, start = 1, stop }: Content): Promise<readonly Recalled[]> {
    const asked = whole(session) ?? 0;
    const { entries, current } = await this.#read();
    const own = asked === 0 || asked === current;
    const lines = own
      ? this.#ownEntries(asked)
      : entries.filter(entry => entry.session === (asked < 0 ? current + asked : asked));
    const end = (lines.at(-1)?.line ?? 0) + 1;
    const from = fromEnd(whole(start) ?? 1, end);
    const to = fromEnd(whole(stop) ?? end, end);
    return lines.filter(({ line }) => line >= from && line < to);
  }

  async #search(pattern: unknown): Promise<readonly Recalled[]> {
    const glob = typeof pattern === 'string' && pattern !== '' ? pattern : '*';
    return (await this.#all()).filter(({ input }) => matchesGlob(input, glob));
  }

  async #all(): Promise<readonly Recalled[]> {
    const { entries, current } = await this.#read();
    return [...entries, ...this.#ownEntries(current)];
  }

  #ownEntries(session: number): readonly Recalled[] {
    return this.#own.map(entry => ({ session, ...entry }));
  }

  /** What other kernels ran, and the number of this one. */
  async #read(): Promise<{ readonly entries: readonly HistoryEntry[]; readonly current: number }> {
    const all = (await this.#file?.read()) ?? [];
    const mine = all.find(({ kernel }) => kernel === this.#kernel)?.session;
    const current = mine ?? all.reduce((largest, { session }) => Math.max(largest, session), 0) + 1;
    return { entries: all.filter(({ kernel }) => kernel !== this.#kernel), current };
  }

  async #keep(line: number, input: string): Promise<void> {
    try {
      // Found out when it is needed first, so that the start of the kernel does not wait for the disk.
      this.#session ??= this.#read().then(({ current }) => current);
      await this.#file?.append({ session: await this.#session, kernel: this.#kernel, line, input });
    } catch (error) {
      log('info', `the history could not be written: ${(error as Error).message}`);
    }
  }
}

type Recalled = HistoryEntry & { readonly output?: string | null };

function newest<T>(entries: readonly T[], count: unknown): readonly T[] {
  const n = whole(count);
  return n === undefined ? entries : n <= 0 ? [] : entries.slice(-n);
}

/** The last of equal inputs. */
function unique(entries: readonly Recalled[], wanted: boolean): readonly Recalled[] {
  if (!wanted) return entries;
  const last = new Map(entries.map((entry, i) => [entry.input, i]));
  return entries.filter(({ input }, i) => last.get(input) === i);
}

function whole(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? Math.trunc(value) : undefined;
}

/** Negative lines count from the end. */
function fromEnd(line: number, end: number): number {
  return line < 0 ? end + line : line;
}
