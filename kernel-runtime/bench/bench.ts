/** One measured figure. `ratio` says how many times better the value is than `baseline`, both from the same run. */
export interface BenchRow {
  readonly case: string;
  readonly value: number;
  readonly unit: string;
  readonly baseline?: string;
  readonly ratio?: number;
  /** What the figure has to be, e.g. `<= 20 ms`. */
  readonly bar?: string;
  readonly threads: number;
}

/** What a benchmark is given. */
export interface BenchContext {
  record(row: BenchRow): void;
  /** Sizes and other words given on the command line, e.g. `width=512`. */
  readonly options: Readonly<Record<string, string>>;
  /** Keeps a numeric result as `<name>.npy` when `--out` was given. */
  saveArray(name: string, data: Float32Array | Float64Array, shape: readonly number[]): void;
  /** A Python that has the peers, when `--peers` was given. */
  readonly peers: string | undefined;
}

/** A file `*.bench.ts` exports one of these as default. */
export interface Benchmark {
  readonly group: string;
  readonly name: string;
  run(context: BenchContext): Promise<void>;
}
