import type { MessagePort } from 'node:worker_threads';

/** A compile error or warning; `line` counts from 1, `character` from 0. */
export interface Problem {
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
  /** Values of earlier cells that nothing can reach any more, as [cell, name]. */
  readonly unreachable: readonly (readonly [string, string])[];
  readonly warnings: readonly Problem[];
}

export interface RefusedCell {
  readonly status: 'refused';
  readonly problems: readonly Problem[];
}

/** What the language thread is asked. */
export type LanguageQuestion =
  | { readonly kind: 'compile'; readonly id: number; readonly code: string; readonly key: string }
  | { readonly kind: 'settle'; readonly id: number; readonly missing: readonly string[] }
  | { readonly kind: 'complete' | 'inspect'; readonly id: number; readonly code: string; readonly position: number }
  | { readonly kind: 'isComplete'; readonly id: number; readonly code: string };

/** A question, or another port that will ask. */
export type ToLanguage = LanguageQuestion | { readonly kind: 'port'; readonly port: MessagePort };

export interface LanguageStart {
  readonly cwd: string;
  readonly policy: TypePolicy;
}

/** What type errors do: stop the cell, warn, or nothing. */
export type TypePolicy = 'error' | 'warn' | 'off';
