import ts from 'typescript';
import { isPackageFile, type CellFiles } from './cell-files.js';

/** Packages that notebooks import most, and that the kernel brings along. */
const common: readonly string[] = ['@daisy-lab/runtime', 'apache-arrow', 'h5wasm/node', '@tensorflow/tfjs-core'];

/** A cell that comes meanwhile waits no longer than this. */
const pieceMs = 20;

/**
 * Keeps the types of packages parsed. A program lets go of files that the current cell does not lead to, and the next cell would have them
 * read and parsed again; parsed ahead, the first import of a package takes a fraction of its time.
 */
export class PackageTypes {
  readonly #files: CellFiles;
  readonly #registry: ts.DocumentRegistry;
  readonly #kept = new Set<string>();
  readonly #ahead = [...common];
  /** The package that is being parsed ahead, and its files that are still to come. */
  #reading: { readonly name: string; readonly paths: string[] } | undefined;

  constructor(files: CellFiles, registry: ts.DocumentRegistry) {
    this.#files = files;
    this.#registry = registry;
  }

  /**
   * Parses some files of the next package that is worth reading ahead and can be found from the notebook.
   * @returns whether all is read; the name of a package of which the last file was parsed just now
   */
  readSome(): { readonly done: boolean; readonly parsed?: string } {
    this.#reading ??= this.#next();
    if (!this.#reading) return { done: true };
    const { name, paths } = this.#reading;
    const untilMs = performance.now() + pieceMs;
    while (paths.length > 0 && performance.now() < untilMs) paths.push(...this.#parse(paths.pop()!));
    if (paths.length > 0) return { done: false };
    this.#reading = undefined;
    return { done: false, parsed: name };
  }

  /** From now on the packages' files of a program stay parsed. */
  keep(program: ts.Program): void {
    for (const { fileName, impliedNodeFormat } of program.getSourceFiles()) this.#keep(fileName, impliedNodeFormat);
  }

  #next(): { readonly name: string; readonly paths: string[] } | undefined {
    for (let name = this.#ahead.shift(); name !== undefined; name = this.#ahead.shift()) {
      const path = this.#files.resolve(name, this.#files.current);
      if (path !== undefined && !this.#kept.has(path)) return { name, paths: [path] };
    }
    return undefined;
  }

  /** @returns the files that it leads to */
  #parse(path: string): string[] {
    if (this.#kept.has(path)) return [];
    const text = this.#keep(path, this.#files.formatOf(path));
    if (text === undefined) return [];
    const { importedFiles, referencedFiles } = ts.preProcessFile(text, true, false);
    const specifiers = [
      ...importedFiles.map(({ fileName }) => fileName),
      ...referencedFiles.map(({ fileName }) => (fileName.startsWith('.') ? fileName : `./${fileName}`)),
    ];
    return specifiers.flatMap(specifier => this.#files.resolve(specifier, path) ?? []);
  }

  /** @returns its text; nothing when it is no declaration of a package */
  #keep(path: string, impliedNodeFormat: ts.ResolutionMode): string | undefined {
    const isDeclaration = /\.d\.[cm]?ts$/.test(path) && this.#files.text(path) === undefined;
    if (this.#kept.has(path) || !(isDeclaration || isPackageFile(path))) return undefined;
    this.#kept.add(path);
    const snapshot = this.#files.getScriptSnapshot(path);
    if (!snapshot) return undefined;
    const format = { languageVersion: ts.ScriptTarget.ES2022, impliedNodeFormat };
    const version = this.#files.getScriptVersion(path);
    this.#registry.acquireDocument(path, this.#files.getCompilationSettings(), snapshot, version, undefined, format);
    return snapshot.getText(0, snapshot.getLength());
  }
}
