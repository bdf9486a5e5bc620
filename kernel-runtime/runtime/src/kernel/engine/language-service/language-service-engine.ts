import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Worker } from 'node:worker_threads';
import { describeError } from '../../host/describe-error.js';
import { MemoryReached } from '../../host/memory-limit.js';
import { mimeBundle } from '../../host/mime-bundle.js';
import { addSource } from '../../host/sources.js';
import { Ask } from '../../io/ask.js';
import type { CellError, CellOutcome, CellRequest, Completeness, Completion, Engine, Inspection } from '../engine.js';
import { createCellRequire, createImports } from '../imports.js';
import type { Exports } from './exports-table.js';
import { hasNames, LateChecks } from './late-checks.js';
import { Linker } from './linker.js';
import type { CompiledCell, FromLanguage, LocalImport, Problem, RefusedCell } from './messages.js';
import { problemText, refusal } from './problem-text.js';
import { runScript, type Surroundings } from './run-script.js';

const kernelFolder = fileURLToPath(new URL('../..', import.meta.url));

/** The default engine: TypeScript 5.9 in a thread of its own, each cell a module, earlier cells as their declarations. */
export class LanguageServiceEngine implements Engine {
  readonly #cwd: string;
  readonly #worker: Worker;
  readonly #ask = new Ask();
  readonly #checks = new LateChecks();
  readonly #linker: Linker;
  #last: { readonly cell: string; readonly exports: Exports; readonly names: readonly string[] } | undefined;

  /** @param worker thread of the compiler */
  constructor(cwd: string, worker: Worker) {
    this.#cwd = cwd;
    this.#worker = worker;
    worker.on('message', (message: FromLanguage) => {
      if ('packages' in message) this.#linker.loadAhead(message.packages);
      else if ('late' in message) this.#checks.arrived(message.late);
      else this.#ask.answered(message);
    });
    this.#linker = new Linker({
      cwd,
      importFrom: createImports(cwd, kernelFolder),
      require: createCellRequire(cwd, kernelFolder),
      findLocal: (specifier, folder) => this.#ask.to<LocalImport>(this.#worker, { kind: 'local', specifier, folder }),
    });
  }

  async execute(request: CellRequest): Promise<CellOutcome> {
    const { code, count, cell } = request;
    const key = (request.key ?? cell).replace(/\W/g, '_');
    const compiled = await this.#compile(code, key);
    if (request.signal.aborted) return { status: 'ok' };
    if (compiled.status === 'refused') return refusal(compiled.problems, code, count);
    warn(compiled.warnings, code, count);
    if (compiled.notice !== undefined) process.stderr.write(`${compiled.notice}\n`);
    for (const [from, name] of compiled.unreachable.values) this.#linker.cells.drop(from, name);
    for (const from of compiled.unreachable.cells) this.#linker.cells.retire(from);

    const check = compiled.early && this.#checks.of(key);
    const exports = this.#linker.cells.renew(key);
    this.#last = { cell, exports, names: compiled.names };
    const require = await this.#linker.link(compiled.dependencies, this.#cwd, compiled.modules);
    if (check) {
      const known = hasNames(require, compiled.early!) ? undefined : await check;
      if (known?.refused) {
        void this.#ask.to(this.#worker, { kind: 'settle', missing: compiled.names });
        return refusal(known.problems, code, count);
      }
      void check.then(({ problems }) => request.within(() => warn(problems, code, count)));
    }
    if (request.signal.aborted) return { status: 'ok' };
    return this.#run(request, compiled, exports, require);
  }

  fail(thrown: unknown, cell: string): CellError {
    if (this.#last?.cell === cell) {
      const { exports, names } = this.#last;
      // What filled the memory must not stay there.
      if (thrown instanceof MemoryReached) for (const name of names) delete exports[name];
      void this.#ask.to(this.#worker, { kind: 'settle', missing: names.filter(name => !hasValue(exports, name)) });
    }
    return describeError(thrown);
  }

  complete(code: string, position: number): Promise<Completion> {
    return this.#ask.to(this.#worker, { kind: 'complete', code, position });
  }

  inspect(code: string, position: number, detail = 0): Promise<Inspection> {
    return this.#ask.to(this.#worker, { kind: 'inspect', code, position, detail });
  }

  isComplete(code: string): Promise<Completeness> {
    return this.#ask.to(this.#worker, { kind: 'isComplete', code });
  }

  #compile(code: string, key: string): Promise<CompiledCell | RefusedCell> {
    return this.#ask.to(this.#worker, { kind: 'compile', code, key });
  }

  async #run(
    { cell, code, count, within }: CellRequest,
    compiled: CompiledCell,
    exports: Exports,
    require: NodeJS.Require,
  ): Promise<CellOutcome> {
    const file = join(this.#cwd, 'notebook.ts');
    const script = `daisy-cell-${cell}.ts`;
    addSource(script, { label: `In[${count}]`, map: compiled.map, offset: 1, code });
    let value: unknown;
    const around: Surroundings = {
      exports,
      require,
      importDynamic: (specifier, options) => this.#linker.dynamic(specifier, this.#cwd, options),
      meta: { url: pathToFileURL(file).href, dirname: this.#cwd, filename: file },
      folder: this.#cwd,
      file,
      result: last => (value = last),
    };
    await within(() => runScript(compiled.js, script, compiled.published, around));
    return value === undefined ? { status: 'ok' } : { status: 'ok', data: await within(() => mimeBundle(value)) };
  }
}

function warn(problems: readonly Problem[], code: string, count: number): void {
  for (const problem of problems) process.stderr.write(`${problemText(problem, 'warning', code, count)}\n`);
}

function hasValue(exports: Exports, name: string): boolean {
  try {
    return exports[name] !== undefined;
  } catch {
    return false; // an accessor whose variable was never reached
  }
}
