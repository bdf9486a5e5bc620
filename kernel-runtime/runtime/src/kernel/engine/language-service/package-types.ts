import ts from 'typescript';
import { isPackageFile, type CellFiles } from './cell-files.js';

/** Packages that notebooks import most, and that the kernel brings along. */
const common: readonly string[] = ['@daisy-lab/runtime', 'apache-arrow', 'h5wasm/node', '@tensorflow/tfjs-core'];

/**
 * Keeps the types of packages parsed. A program lets go of files that the current cell does not lead to, and the next cell would have them
 * read and parsed again; parsed ahead, the first import of a package takes a fraction of its time.
 */
export class PackageTypes {
  readonly #files: CellFiles;
  readonly #registry: ts.DocumentRegistry;
  readonly #kept = new Set<string>();
  readonly #ahead = [...common];

  constructor(files: CellFiles, registry: ts.DocumentRegistry) {
    this.#files = files;
    this.#registry = registry;
  }

  /** The next package that is worth reading ahead and can be found from the notebook. */
  next(): string | undefined {
    for (let name = this.#ahead.shift(); name !== undefined; name = this.#ahead.shift()) {
      const path = this.#files.resolve(name, this.#files.current);
      if (path !== undefined && !this.#kept.has(path)) return name;
    }
    return undefined;
  }

  /** From now on the packages' files of a program stay parsed. */
  keep(program: ts.Program): void {
    for (const { fileName, impliedNodeFormat } of program.getSourceFiles()) {
      if (this.#kept.has(fileName) || !isPackageFile(fileName)) continue;
      this.#kept.add(fileName);
      const text = this.#files.getScriptSnapshot(fileName);
      if (!text) continue;
      const version = this.#files.getScriptVersion(fileName);
      const format = { languageVersion: ts.ScriptTarget.ES2022, impliedNodeFormat };
      const options = this.#files.getCompilationSettings();
      this.#registry.acquireDocument(fileName, options, text, version, undefined, format);
    }
  }
}
