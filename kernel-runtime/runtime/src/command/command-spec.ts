import type { Implementation, Params, ParamValues, Ports, Values } from '@daisy-lab/core';

/** How a value travels through a file. `h5` and `npy` hold arrays, `raw` bare values with a JSON header beside, `csv` tables and small arrays, `json` anything. */
export type FileFormat = 'npy' | 'h5' | 'raw' | 'csv' | 'json';

interface Flag {
  /** Comes before the value (`--axis`); one that ends in `=` is joined with it. A value that is missing leaves out both. */
  readonly flag?: string;
}

interface InFile {
  /** Default: `npy` for arrays, `csv` for tables, `json` for everything else. */
  readonly as?: FileFormat;
  /** Dataset within an `h5` file. Default `/data`. */
  readonly dataset?: string;
}

/** A file of the exchange folder; without a name that of the input or output, with the ending of its format. */
export interface NamedFile extends InFile {
  readonly name?: string;
}

/** Path of a file that holds an input; a number, text or file goes into the argument itself. */
export interface InputArgument<I extends Ports> extends Flag, InFile {
  readonly input: keyof I & string;
}

/** Path of the file in which the program leaves an output. */
export interface OutputArgument<O extends Ports> extends Flag, InFile {
  readonly output: keyof O & string;
}

/** A parameter as text; `true` gives the flag alone, `false` nothing. Several values are joined by commas. */
export interface ParamArgument<P extends Params> extends Flag {
  readonly param: keyof P & string;
}

/** Something that the run knows: worker threads to use, the exchange folder, a JSON file with all of the job, Python's path. */
export interface FactArgument extends Flag {
  readonly fact: 'threads' | 'folder' | 'job' | 'python';
}

/** One argument of a program: a text as it is, or a place for a value. Nothing of it is ever read by a shell. */
export type Argument<I extends Ports, O extends Ports, P extends Params> =
  string | InputArgument<I> | OutputArgument<O> | ParamArgument<P> | FactArgument;

/** A program as the body of an algorithm. */
export interface CommandSpec<I extends Ports, O extends Ports, P extends Params> extends Pick<
  Implementation<I, O, P>,
  'needs' | 'cost' | 'memory' | 'resultClass' | 'tolerance'
> {
  /** Program and its arguments; with `python` the arguments alone. */
  readonly argv: readonly Argument<I, O, P>[];
  /** A Python module to run as a program (`python -m`), with the interpreter of this machine. */
  readonly python?: string;
  /** What the program reads from its standard input: a text, or an input. */
  readonly stdin?: string | (InFile & { readonly input: keyof I & string });
  /** The output that the program writes to its standard output; else every line of it goes to the log. */
  readonly stdout?: InFile & { readonly output: keyof O & string };
  /** Files beyond those of the arguments, for programs that find them by a name of their own in the exchange folder. */
  readonly files?: {
    readonly inputs?: { readonly [K in keyof I & string]?: NamedFile };
    readonly outputs?: { readonly [K in keyof O & string]?: NamedFile };
  };
  /** Folder that outputs which are files are moved to. */
  readonly filesTo?: (inputs: Values<I>, params: ParamValues<P>) => string;
  /** Folder that the program is started in. Default: the exchange folder. */
  readonly cwd?: string;
  /** Environment variables beyond those of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Exit codes that mean success. Default `[0]`. */
  readonly exitCodes?: readonly number[];
  /** Longest time that it may take. Default: any. */
  readonly timeoutMs?: number;
  /** Finds the progress in a line of standard error or output; the first group is a percentage. */
  readonly progress?: RegExp;
}
