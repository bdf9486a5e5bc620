import { readFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { addSource } from '../../host/sources.js';
import type { ImportFrom } from '../imports.js';
import { tslabModule } from '../tslab-display.js';
import { ExportsTable, type Exports } from './exports-table.js';
import type { Dependencies, Dependency, LocalImport, LocalModule } from './messages.js';
import { runScript } from './run-script.js';

type Graph = Readonly<Record<string, LocalModule>>;

interface Loaded {
  readonly version: string;
  readonly exports: Exports;
  readonly done: Promise<void>;
}

export interface LinkerSetup {
  readonly cwd: string;
  readonly importFrom: ImportFrom;
  readonly require: NodeJS.Require;
  /** Asks the compiler for a source beside the notebook. */
  findLocal(specifier: string, folder: string): Promise<LocalImport>;
}

/** Finds what a cell imports. Static imports are awaited before the cell runs and handed out by `require`, as real modules would be. */
export class Linker {
  readonly cells: ExportsTable = new ExportsTable();
  readonly #setup: LinkerSetup;
  readonly #tslab: object;
  readonly #loaded = new Map<string, Loaded>();

  constructor(setup: LinkerSetup) {
    this.#setup = setup;
    this.#tslab = tslabModule('5.9');
  }

  /** The `require` of a cell or a local source in `folder`. */
  async link(
    dependencies: Dependencies,
    folder: string,
    graph: Graph,
    loading: ReadonlySet<string> = new Set(),
  ): Promise<NodeJS.Require> {
    const ready = new Map<string, unknown>();
    const load = async ([specifier, dependency]: [string, Dependency]): Promise<void> => {
      ready.set(specifier, await this.#load(specifier, dependency, folder, graph, loading));
    };
    await Promise.all(Object.entries(dependencies).map(load));
    return Object.assign((id: string): unknown => ready.get(id) ?? this.#setup.require(id), this.#setup.require);
  }

  /** Node loads packages while the compiler still checks the cell that imports them; what fails is told when the cell is linked. */
  loadAhead(packages: readonly string[]): void {
    for (const name of packages) this.#setup.importFrom(name, this.#setup.cwd).catch(() => undefined);
  }

  /** `import(specifier)` in a source of `folder`: a local TypeScript source goes through the compiler, like a static import of it. */
  async dynamic(specifier: string, folder: string, options?: ImportCallOptions): Promise<object> {
    if (specifier === 'tslab') return this.#tslab;
    if (/^\.{1,2}\/|^\//.test(specifier) && !/\.(m?js|cjs|json|node|wasm)$/.test(specifier)) {
      const found = await this.#setup.findLocal(specifier, folder);
      if (found.status === 'local') return this.local(found.path, found.modules);
    }
    return this.#setup.importFrom(specifier, folder, options);
  }

  /** Runs a local source once per version. */
  local(path: string, graph: Graph, loading: ReadonlySet<string> = new Set()): Exports | Promise<Exports> {
    const module = graph[path]!;
    const known = this.#loaded.get(path);
    if (known?.version === module.version)
      return loading.has(path) ? known.exports : known.done.then(() => known.exports); // a cycle gets what is there so far
    const exports: Exports = {};
    const done = this.#run(path, module, exports, graph, new Set([...loading, path]));
    this.#loaded.set(path, { version: module.version, exports, done });
    done.catch(() => this.#loaded.delete(path)); // a module that failed is tried again next time
    return done.then(() => exports);
  }

  #load(
    specifier: string,
    dependency: Dependency,
    folder: string,
    graph: Graph,
    loading: ReadonlySet<string>,
  ): unknown {
    if (dependency.kind === 'cell') return this.cells.get(dependency.id);
    if (dependency.kind === 'json') return jsonModule(dependency.path);
    if (dependency.kind === 'local') return this.local(dependency.path, graph, loading);
    return specifier === 'tslab' ? this.#tslab : this.#setup.importFrom(specifier, folder);
  }

  async #run(
    path: string,
    module: LocalModule,
    exports: Exports,
    graph: Graph,
    loading: ReadonlySet<string>,
  ): Promise<void> {
    const folder = dirname(path);
    const require = await this.link(module.dependencies, folder, graph, loading);
    addSource(path, { label: relative(this.#setup.cwd, path), map: module.map, offset: 0 });
    await runScript(module.js, path, [], {
      exports,
      require,
      importDynamic: (specifier, options) => this.dynamic(specifier, folder, options),
      meta: { url: pathToFileURL(path).href, dirname: folder, filename: path },
      folder,
      file: path,
    });
  }
}

function jsonModule(path: string): object {
  const value = JSON.parse(readFileSync(path, 'utf8')) as unknown;
  return typeof value === 'object' && value !== null ? { ...value, default: value } : { default: value };
}
