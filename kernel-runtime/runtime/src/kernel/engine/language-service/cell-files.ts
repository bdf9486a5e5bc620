import { statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { cellGlobals, tslabDeclaration } from '../cell-globals.js';

interface TextFile {
  readonly text: string;
  readonly version: string;
  readonly snapshot: ts.IScriptSnapshot;
}

/** Packages that the kernel brings along are found from here. */
export const kernelFolder = fileURLToPath(new URL('../..', import.meta.url));

export const isPackageFile = (path: string): boolean => path.includes('/node_modules/');

/** The files that the compiler sees: the current cell, declarations of earlier ones, and the disk. */
export class CellFiles implements ts.LanguageServiceHost {
  readonly current: string;
  /** The current cell, and every cell with `declare global`. */
  readonly roots: Set<string>;
  readonly #cwd: string;
  readonly #options: ts.CompilerOptions;
  readonly #virtual = new Map<string, TextFile>();
  readonly #disk = new Map<string, TextFile>();
  readonly #notebookCache: ts.ModuleResolutionCache;
  readonly #kernelCache: ts.ModuleResolutionCache;
  #clock = 0;

  constructor(cwd: string, options: ts.CompilerOptions) {
    this.#cwd = cwd;
    this.#options = options;
    this.current = join(cwd, '__cell__.ts');
    const globals = join(cwd, '__cell_globals__.d.ts');
    this.roots = new Set([this.current, globals]);
    this.#notebookCache = ts.createModuleResolutionCache(cwd, path => path, options);
    this.#kernelCache = ts.createModuleResolutionCache(kernelFolder, path => path, options);
    this.put(this.current, 'export {};');
    this.put(globals, cellGlobals + tslabDeclaration);
  }

  /** File of an earlier cell: its declarations, or its own text where TypeScript cannot write those down. */
  cellPath(id: string, extension: '.ts' | '.d.ts'): string {
    return join(this.#cwd, `__cell_${id}__${extension}`);
  }

  put(path: string, text: string): void {
    if (this.#virtual.get(path)?.text === text) return;
    this.#virtual.set(path, { text, version: String(++this.#clock), snapshot: ts.ScriptSnapshot.fromString(text) });
  }

  remove(path: string): void {
    this.#virtual.delete(path);
  }

  /** Text of a virtual file. */
  text(path: string): string | undefined {
    return this.#virtual.get(path)?.text;
  }

  /** Paths of the virtual files. */
  paths(): string[] {
    return [...this.#virtual.keys()];
  }

  resolve(specifier: string, from: string): string | undefined {
    return this.#resolve(specifier, from, this.#options).resolvedModule?.resolvedFileName;
  }

  /** Whether Node takes a file for an ES module: part of what a parsed file is known by. */
  formatOf(path: string): ts.ResolutionMode {
    return ts.getImpliedNodeFormatForFile(path, this.#kernelCache.getPackageJsonInfoCache(), this, this.#options);
  }

  readonly getCompilationSettings = (): ts.CompilerOptions => this.#options;
  readonly getScriptFileNames = (): string[] => [...this.roots];
  readonly getCurrentDirectory = (): string => this.#cwd;
  readonly getDefaultLibFileName = (options: ts.CompilerOptions): string => ts.getDefaultLibFilePath(options);
  readonly getScriptVersion = (path: string): string => this.#file(path)?.version ?? '0';
  readonly getScriptSnapshot = (path: string): ts.IScriptSnapshot | undefined => this.#file(path)?.snapshot;
  readonly fileExists = (path: string): boolean => this.#virtual.has(path) || ts.sys.fileExists(path);
  readonly readFile = (path: string): string | undefined => this.#virtual.get(path)?.text ?? ts.sys.readFile(path);
  readonly directoryExists = (path: string): boolean => ts.sys.directoryExists(path);
  readonly getDirectories = (path: string): string[] => ts.sys.getDirectories(path);
  readonly readDirectory: typeof ts.sys.readDirectory = (...wanted) => ts.sys.readDirectory(...wanted);
  readonly realpath = (path: string): string => ts.sys.realpath?.(path) ?? path;
  readonly useCaseSensitiveFileNames = (): boolean => ts.sys.useCaseSensitiveFileNames;

  readonly resolveModuleNameLiterals = (
    names: readonly ts.StringLiteralLike[],
    from: string,
    _redirected: ts.ResolvedProjectReference | undefined,
    options: ts.CompilerOptions,
  ): ts.ResolvedModuleWithFailedLookupLocations[] => names.map(({ text }) => this.#resolve(text, from, options));

  readonly resolveTypeReferenceDirectiveReferences = <T extends ts.FileReference | string>(
    references: readonly T[],
    from: string,
    _redirected: ts.ResolvedProjectReference | undefined,
    options: ts.CompilerOptions,
  ): ts.ResolvedTypeReferenceDirectiveWithFailedLookupLocations[] =>
    references.map(reference => {
      const name = typeof reference === 'string' ? reference : reference.fileName.toLowerCase();
      const near = ts.resolveTypeReferenceDirective(name, from, options, this);
      return near.resolvedTypeReferenceDirective
        ? near
        : ts.resolveTypeReferenceDirective(name, join(kernelFolder, 'kernel.ts'), options, this);
    });

  /** Beside the notebook first, then what the kernel brings along. */
  #resolve(specifier: string, from: string, options: ts.CompilerOptions): ts.ResolvedModuleWithFailedLookupLocations {
    const near = ts.resolveModuleName(specifier, from, options, this, this.#notebookCache);
    if (near.resolvedModule || specifier.startsWith('.')) return near;
    return ts.resolveModuleName(specifier, join(kernelFolder, 'kernel.ts'), options, this, this.#kernelCache);
  }

  /** Packages are read once; local sources are checked by time and size. */
  #file(path: string): TextFile | undefined {
    const known = this.#virtual.get(path) ?? this.#disk.get(path);
    if (known && (this.#virtual.has(path) || isPackageFile(path))) return known;
    const stats = statSync(path, { throwIfNoEntry: false });
    if (!stats) return undefined;
    const version = `${stats.mtimeMs}-${stats.size}`;
    if (known?.version === version) return known;
    const text = ts.sys.readFile(path) ?? '';
    const read = { text, version, snapshot: ts.ScriptSnapshot.fromString(text) };
    this.#disk.set(path, read);
    return read;
  }
}
