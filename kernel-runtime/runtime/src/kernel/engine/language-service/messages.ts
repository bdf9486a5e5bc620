import type { MessagePort } from 'node:worker_threads';
import type { Declared } from './notebook-scope.js';
import type { PackageNames } from './early-imports.js';
import type { Unreachable } from './notebook-scope.js';

/** A compile error or warning; `line` counts from 1, `character` from 0. */
export interface Problem {
  /** Path of a local source, relative to the notebook's folder, with its line; absent for the cell itself. */
  readonly file?: { readonly path: string; readonly source: string };
  readonly line: number;
  readonly character: number;
  readonly length: number;
  readonly code: number;
  readonly text: string;
  readonly syntax: boolean;
}

/** Where an import leads: an earlier cell, a JSON file, a source beside the notebook, or a package for Node's loader. */
export type Dependency =
  | { readonly kind: 'cell'; readonly id: string }
  | { readonly kind: 'json' | 'local'; readonly path: string }
  | { readonly kind: 'package' };

export type Dependencies = Readonly<Record<string, Dependency>>;

/** JavaScript (CommonJS form) with its source map. */
export interface Emitted {
  readonly js: string;
  readonly map: string | undefined;
}

/** A local source; the version covers everything below it, so that an edited leaf reloads its users. */
export interface LocalModule extends Emitted {
  readonly version: string;
  readonly dependencies: Dependencies;
}

/** A cell that may run. */
export interface CompiledCell extends Emitted {
  readonly status: 'compiled';
  readonly dependencies: Dependencies;
  readonly modules: Readonly<Record<string, LocalModule>>;
  /** Names of values that the cell declares. */
  readonly names: readonly string[];
  /** Names that are plain local variables and are copied out at the end. */
  readonly published: readonly string[];
  readonly unreachable: Unreachable;
  readonly warnings: readonly Problem[];
  /** A sentence for the user about the language thread. */
  readonly notice?: string;
  /** The cell may run before it is checked, if the packages have these names; what the check finds is told later. */
  readonly early?: PackageNames;
}

/** What the check of a cell found that was allowed to run before it. */
export interface LateCheck {
  readonly key: string;
  readonly problems: readonly Problem[];
  /** The cell would have been refused. */
  readonly refused: boolean;
}

export interface RefusedCell {
  readonly status: 'refused';
  readonly problems: readonly Problem[];
}

/** A local source for `import()`, with what is below it. */
export type LocalImport =
  | { readonly status: 'local'; readonly path: string; readonly modules: Readonly<Record<string, LocalModule>> }
  | { readonly status: 'package' };

/** What a cell means to the cells after it: enough to rebuild the notebook's names in a new language thread. */
export interface CellTypes {
  readonly key: string;
  /** Path and text of its declarations. */
  readonly path: string;
  readonly text: string;
  readonly own: ReadonlyMap<string, Declared>;
  /** True when every cell sees it (`declare global`). */
  readonly root: boolean;
}

/** What the language thread is asked. */
export type LanguageQuestion =
  | { readonly kind: 'compile'; readonly id: number; readonly code: string; readonly key: string }
  | { readonly kind: 'local'; readonly id: number; readonly specifier: string; readonly folder: string }
  | { readonly kind: 'settle'; readonly id: number; readonly missing: readonly string[] }
  | { readonly kind: 'complete'; readonly id: number; readonly code: string; readonly position: number }
  | {
      readonly kind: 'inspect';
      readonly id: number;
      readonly code: string;
      readonly position: number;
      readonly detail?: number;
    }
  | { readonly kind: 'isComplete'; readonly id: number; readonly code: string };

/** What the compiler's thread is told: a question under a number of its own, or the notebook as it was before a restart. */
export type ToCompiler = LanguageQuestion | { readonly kind: 'restore'; readonly cells: readonly CellTypes[] };

/** What the compiler's thread says: it is ready, its heap is full, or an answer; `types` come with a cell that was compiled. */
export type FromCompiler =
  | { readonly kind: 'ready' | 'full' }
  | PackagesAhead
  | { readonly id: number; readonly value: unknown; readonly types?: CellTypes }
  | { readonly id: number; readonly late: LateCheck; readonly types?: CellTypes };

/** Packages that the cell imports, told before it is checked: Node loads them meanwhile. */
export interface PackagesAhead {
  readonly packages: readonly string[];
}

/** What the main thread hears of the language thread. */
export type FromLanguage =
  PackagesAhead | { readonly late: LateCheck } | { readonly id: number; readonly value: unknown };

export interface CompilerStart {
  readonly cwd: string;
  /** Heap of the compiler, in MB: when it is full, the compiler is started again. */
  readonly memoryMb: number;
}

/** What the language thread is started with. */
export interface LanguageStart extends CompilerStart {
  /** Of the I/O thread, which asks too. */
  readonly port: MessagePort;
}

/** What type errors do: stop the cell, warn, or nothing. */
export type TypePolicy = 'error' | 'warn' | 'off';
