import Module, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type ts from 'typescript';
import { describeError } from '../../host/describe-error.js';
import { mimeBundle } from '../../host/mime-bundle.js';
import { addSource } from '../../host/sources.js';
import type { CellError, CellOutcome, CellRequest, Completeness, Completion, Engine, Inspection } from '../engine.js';
import { createImports, type ImportFrom } from '../imports.js';
import { tslabModule } from '../tslab-display.js';
import { showKernelPackages, type FileSystem } from './compiler-view.js';
import { rewriteCell } from './rewrite-cell.js';

const kernelFile = fileURLToPath(import.meta.url);
const kernelRequire = createRequire(kernelFile);

/** tslab's own converter and executor: only the members that are used. */
interface Executor {
  execute(code: string): Promise<boolean>;
  complete(
    code: string,
    position: number,
  ): { readonly start: number; readonly end: number; readonly candidates: readonly string[] };
  inspect(
    code: string,
    position: number,
  ): { readonly displayParts?: ts.SymbolDisplayPart[]; readonly documentation?: ts.SymbolDisplayPart[] } | null;
}
interface TslabParts {
  createConverter(options: object): object;
  isCompleteCode(code: string): { readonly completed: boolean; readonly indent?: string };
  createExecutor(cwd: string, converters: object, console: object): Executor;
}

/** One cell's result as tslab reports it through its console: [label, file, line, column, text] for each problem. */
interface Reported {
  value?: unknown;
  error?: unknown;
  problems: unknown[][];
}

/**
 * The second engine: tslab 1.0.22 with its compiler (TypeScript 5.0) on the main thread. Completion waits for a running cell, and
 * positions of run-time errors are not mapped.
 */
export class TslabEngine implements Engine {
  readonly #compiler: typeof ts;
  readonly #tslab: TslabParts;
  readonly #executor: Executor;
  readonly #notebookRequire: NodeJS.Require;
  readonly #importFrom: ImportFrom;
  /** ES modules, loaded before the cell that requires them. */
  readonly #ready = new Map<string, object>();
  #reported: Reported = { problems: [] };

  /** @throws Error when the installation does not carry tslab */
  constructor(cwd: string) {
    const kernelModules = tslabModules();
    this.#notebookRequire = createRequire(join(cwd, 'notebook.js'));
    this.#importFrom = createImports(cwd, dirname(kernelFile));
    this.#compiler = kernelRequire('@tslab/typescript-for-tslab') as typeof ts;
    showKernelPackages(this.#compiler.sys as unknown as FileSystem, cwd, kernelModules);
    // A change on disk would set a second timer in the compiler, which tslab takes for an error in this and every later cell.
    const unwatched = { close: (): void => undefined };
    Object.assign(this.#compiler.sys, { watchFile: () => unwatched, watchDirectory: () => unwatched });
    this.#tslab = {
      ...(kernelRequire('tslab/dist/converter.js') as Pick<TslabParts, 'createConverter' | 'isCompleteCode'>),
      ...(kernelRequire('tslab/dist/executor.js') as Pick<TslabParts, 'createExecutor'>),
    };
    // The executor answers `require('tslab')` itself, with this file.
    const display = kernelRequire.resolve('tslab/dist/public.js');
    const exports = tslabModule(this.#compiler.version);
    kernelRequire.cache[display] = Object.assign(new Module(display), { exports, loaded: true });
    const converter = this.#tslab.createConverter({});
    const original = Module.createRequire;
    Module.createRequire = ((file: string) => this.#cellRequire(original(file))) as typeof original;
    this.#executor = this.#tslab.createExecutor(
      cwd,
      { node: converter, browser: converter, close: () => undefined },
      {
        log: (value: unknown) => (this.#reported.value = value), // only the last expression comes this way
        error: (...report: unknown[]) =>
          report.length === 1 ? (this.#reported.error = report[0]) : this.#reported.problems.push(report),
      },
    );
    Module.createRequire = original;
  }

  async execute({ code, count, signal, within }: CellRequest): Promise<CellOutcome> {
    const cell = rewriteCell(this.#compiler, code);
    for (const specifier of cell.specifiers) await this.#prepare(specifier);
    if (signal.aborted) return { status: 'ok' };
    this.#reported = { problems: [] };
    addSource('evalmachine.<anonymous>', { label: `In[${count}]`, offset: 0, code });
    const succeeded = await within(() => this.#executor.execute(cell.code));
    const { problems, error, value } = this.#reported;
    if (problems.length > 0) return refusal(problems, code, count);
    if (!succeeded) return describeError(error);
    return value === undefined ? { status: 'ok' } : { status: 'ok', data: await mimeBundle(value) };
  }

  fail(thrown: unknown): CellError {
    return describeError(thrown);
  }

  complete(code: string, position: number): Completion {
    const { candidates, start, end } = this.#executor.complete(code, position);
    return { matches: candidates, start, end };
  }

  inspect(code: string, position: number): Inspection {
    const found = this.#executor.inspect(code, position);
    if (!found) return { found: false, data: {} };
    const texts = [found.displayParts, found.documentation].map(parts =>
      this.#compiler.displayPartsToString(parts ?? []),
    );
    return { found: true, data: { 'text/plain': texts.filter(Boolean).join('\n\n') } };
  }

  isComplete(code: string): Completeness {
    const { completed, indent } = this.#tslab.isCompleteCode(code);
    return completed ? { status: 'complete' } : { status: 'incomplete', indent: indent ?? '' };
  }

  /** Modules that `require` cannot load are loaded by Node's ESM loader and handed out as CommonJS look-alikes. */
  async #prepare(specifier: string): Promise<void> {
    if (this.#ready.has(specifier) || specifier === 'tslab' || specifier.startsWith('.') || this.#isCommonJs(specifier))
      return;
    const namespace = await this.#importFrom(specifier).catch(() => undefined);
    if (!namespace) return; // the compiler or `require` will say what is wrong
    this.#ready.set(specifier, { ...namespace, __esModule: true });
  }

  #isCommonJs(specifier: string): boolean {
    try {
      const path = this.#notebookRequire.resolve(specifier);
      return path === specifier || path.endsWith('.cjs') || path.endsWith('.json');
    } catch {
      return false;
    }
  }

  #cellRequire(original: NodeJS.Require): NodeJS.Require {
    const find = (id: string): unknown => {
      const ready = this.#ready.get(id);
      if (ready) return ready;
      try {
        original.resolve(id);
      } catch (error) {
        if (/^[./]/.test(id)) throw error;
        return kernelRequire(id);
      }
      return original(id);
    };
    return Object.assign(find, original);
  }
}

/** The `node_modules` that has tslab. */
function tslabModules(): string {
  try {
    return dirname(dirname(dirname(kernelRequire.resolve('tslab/dist/converter.js'))));
  } catch {
    const sentence =
      'The tslab engine is not part of this installation: start the kernel without `--engine tslab` and DAISY_ENGINE, or from a source checkout.';
    throw new Error(sentence);
  }
}

function refusal(problems: readonly unknown[][], code: string, count: number): CellError {
  const lines = code.split('\n');
  const traceback = problems.map(([, file, line, column, text]) => {
    const place = `In[${count}]:${String(line)}:${String(column)}${file ? ` (${String(file)})` : ''}`;
    return `${place} - error: ${String(text)}\n    ${lines[Number(line) - 1] ?? ''}`;
  });
  return { status: 'error', ename: 'TypeScriptError', evalue: String(problems[0]?.[4]), traceback };
}
