import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { MessageChannel, Worker } from 'node:worker_threads';
import { describeError } from '../../host/describe-error.js';
import { mimeBundle } from '../../host/mime-bundle.js';
import { addSource } from '../../host/sources.js';
import { Ask } from '../../io/ask.js';
import { report } from '../../report.js';
import type {
  CellError,
  CellOutcome,
  CellRequest,
  Completeness,
  Completion,
  Engine,
  EngineHost,
  Inspection,
} from '../engine.js';
import { createCellRequire, createImports } from '../imports.js';
import { Linker, type Exports } from './linker.js';
import type { CompiledCell, LanguageStart, Problem, RefusedCell, TypePolicy } from './messages.js';
import { runScript, type Surroundings } from './run-script.js';

const kernelFolder = fileURLToPath(new URL('../..', import.meta.url));

/** The default engine: TypeScript 5.9 in a thread of its own, each cell a module, earlier cells as their declarations. */
export function createEngine(host: EngineHost): Promise<Engine> {
  return Promise.resolve(new LanguageServiceEngine(host));
}

class LanguageServiceEngine implements Engine {
  readonly languagePort: MessageChannel['port1'];
  readonly #cwd: string;
  readonly #worker: Worker;
  readonly #ask = new Ask();
  readonly #linker: Linker;
  #last: { readonly cell: string; readonly exports: Exports; readonly names: readonly string[] } | undefined;

  constructor({ cwd, display }: EngineHost) {
    this.#cwd = cwd;
    const workerData: LanguageStart = {
      cwd,
      policy: (process.env['DAISY_TYPES'] as TypePolicy | undefined) ?? 'error',
    };
    this.#worker = new Worker(new URL('./language-worker.js', import.meta.url), { workerData });
    this.#worker.on('message', this.#ask.answered);
    this.#worker.on('error', error => {
      report(`the language thread stopped: ${inspect(error)}`);
      process.exit(1);
    });
    const { port1, port2 } = new MessageChannel();
    this.#worker.postMessage({ kind: 'port', port: port2 }, [port2]);
    this.languagePort = port1;
    this.#linker = new Linker(cwd, createImports(cwd, kernelFolder), createCellRequire(cwd, kernelFolder), display);
  }

  async execute(request: CellRequest): Promise<CellOutcome> {
    const { code, count, cell } = request;
    const key = (request.key ?? cell).replace(/\W/g, '_');
    const compiled = await this.#compile(code, key);
    if (request.signal.aborted) return { status: 'ok' };
    if (compiled.status === 'refused') return refusal(compiled.problems, code, count);
    for (const warning of compiled.warnings) process.stderr.write(`${problemText(warning, 'warning', code, count)}\n`);
    for (const [from, name] of compiled.unreachable) delete this.#linker.cells.get(from)?.[name];

    const exports = this.#linker.cells.get(key) ?? {};
    for (const name of Object.keys(exports)) delete exports[name]; // accessors of an earlier run
    this.#linker.cells.set(key, exports);
    this.#last = { cell, exports, names: compiled.names };
    const require = await this.#linker.link(compiled.dependencies, this.#cwd, compiled.modules);
    if (request.signal.aborted) return { status: 'ok' };
    return this.#run(request, compiled, exports, require);
  }

  fail(thrown: unknown, cell: string): CellError {
    if (this.#last?.cell === cell) {
      const { exports, names } = this.#last;
      void this.#ask.to(this.#worker, { kind: 'settle', missing: names.filter(name => !hasValue(exports, name)) });
    }
    return describeError(thrown);
  }

  complete(code: string, position: number): Promise<Completion> {
    return this.#ask.to(this.#worker, { kind: 'complete', code, position });
  }

  inspect(code: string, position: number): Promise<Inspection> {
    return this.#ask.to(this.#worker, { kind: 'inspect', code, position });
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
      importDynamic: (specifier, options) => this.#dynamic(specifier, options),
      meta: { url: pathToFileURL(file).href, dirname: this.#cwd, filename: file },
      folder: this.#cwd,
      file,
      result: last => (value = last),
    };
    await within(() => runScript(compiled.js, script, compiled.published, around));
    return value === undefined ? { status: 'ok' } : { status: 'ok', data: await within(() => mimeBundle(value)) };
  }

  /** A local TypeScript source goes through the compiler, like a static import of it. */
  async #dynamic(specifier: string, options?: ImportCallOptions): Promise<object> {
    if (!/^\.{1,2}\/.*\.[cm]?tsx?$/.test(specifier)) return this.#linker.dynamic(specifier, this.#cwd, options);
    const compiled = await this.#compile(`import * as m from ${JSON.stringify(specifier)}; m;`, '__dynamic');
    if (compiled.status === 'refused') throw new SyntaxError(compiled.problems[0]?.text);
    const [dependency] = Object.values(compiled.dependencies);
    if (dependency?.kind !== 'local') return this.#linker.dynamic(specifier, this.#cwd, options);
    return this.#linker.local(dependency.path, compiled.modules);
  }
}

function hasValue(exports: Exports, name: string): boolean {
  try {
    return exports[name] !== undefined;
  } catch {
    return false; // an accessor whose variable was never reached
  }
}

function refusal(problems: readonly Problem[], code: string, count: number): CellError {
  const ename = problems[0]?.syntax ? 'SyntaxError' : 'TypeScriptError';
  return {
    status: 'error',
    ename,
    evalue: problems[0]?.text ?? '',
    traceback: problems.map(problem => problemText(problem, 'error', code, count)),
  };
}

/** The sentence, the line, and a mark below it. */
function problemText(
  { line, character, length, code: number, text }: Problem,
  word: string,
  code: string,
  count: number,
): string {
  const source = code.split('\n')[line - 1] ?? '';
  const mark = ' '.repeat(character) + '~'.repeat(Math.max(1, Math.min(length, source.length - character)));
  return `In[${count}]:${line}:${character + 1} - ${word} TS${number}: ${text}\n    ${source}\n    ${mark}`;
}
