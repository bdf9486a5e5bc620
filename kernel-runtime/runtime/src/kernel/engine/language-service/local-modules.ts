import { createHash } from 'node:crypto';
import type ts from 'typescript';
import { isPackageFile, type CellFiles } from './cell-files.js';
import { emit } from './emit.js';
import type { Dependencies, Dependency, Emitted, LocalModule } from './messages.js';

/** Internal to TypeScript: the module specifiers of a source. */
type SourceWithImports = ts.SourceFile & { readonly imports?: readonly ts.StringLiteralLike[] };

/** Sources beside the notebook that a cell imports, compiled, down to the leaves. */
export class LocalModules {
  readonly #files: CellFiles;
  readonly #emitted = new Map<string, { readonly version: string; readonly emitted: Emitted }>();

  constructor(files: CellFiles) {
    this.#files = files;
  }

  /** What the current cell imports, and every local source below it. */
  collect(program: ts.Program): {
    readonly dependencies: Dependencies;
    readonly modules: Readonly<Record<string, LocalModule>>;
  } {
    const modules: Record<string, LocalModule> = {};
    return { dependencies: this.#visit(program, this.#files.current, modules, new Set()), modules };
  }

  isLocal(path: string): boolean {
    return isLocalSource(path);
  }

  #visit(program: ts.Program, path: string, modules: Record<string, LocalModule>, visiting: Set<string>): Dependencies {
    visiting.add(path);
    const source = program.getSourceFile(path) as SourceWithImports;
    const dependencies: Record<string, Dependency> = {};
    const hash = createHash('sha1').update(this.#files.getScriptVersion(path));
    for (const { text } of source.imports ?? []) {
      const dependency = this.#dependency(text, path);
      dependencies[text] = dependency;
      if (dependency.kind !== 'local') continue;
      if (!visiting.has(dependency.path)) this.#visit(program, dependency.path, modules, visiting);
      hash.update(modules[dependency.path]?.version ?? 'cycle');
    }
    if (path !== this.#files.current)
      modules[path] = { version: hash.digest('hex'), dependencies, ...this.#emit(path, source.text) };
    return dependencies;
  }

  #dependency(specifier: string, from: string): Dependency {
    const path = this.#files.resolve(specifier, from);
    const cell = /__cell_([^/]+)__(\.d)?\.ts$/.exec(path ?? '')?.[1];
    if (cell !== undefined) return { kind: 'cell', id: cell };
    if (path?.endsWith('.json')) return { kind: 'json', path };
    return path !== undefined && isLocalSource(path) ? { kind: 'local', path } : { kind: 'package' };
  }

  #emit(path: string, text: string): Emitted {
    const version = this.#files.getScriptVersion(path);
    const known = this.#emitted.get(path);
    if (known?.version === version) return known.emitted;
    const emitted = emit(text, path, this.#files.getCompilationSettings());
    this.#emitted.set(path, { version, emitted });
    return emitted;
  }
}

function isLocalSource(path: string): boolean {
  return /\.[cm]?tsx?$/.test(path) && !/\.d\.[cm]?ts$/.test(path) && !isPackageFile(path);
}
