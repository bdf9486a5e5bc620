import ts from 'typescript';
import type { Completeness, Completion, Inspection, Language } from '../engine.js';
import { CellFiles } from './cell-files.js';
import { capturedNames, cellModule, parseCell, publishedNames, type CellModule } from './cell-module.js';
import { compilerOptions } from './compiler-options.js';
import { diagnose, isAboutPackages } from './diagnose.js';
import { emit } from './emit.js';
import { LocalModules } from './local-modules.js';
import type { CompiledCell, RefusedCell, TypePolicy } from './messages.js';
import { NotebookScope } from './notebook-scope.js';

const mostMatches = 500;

/**
 * TypeScript over virtual cell modules; text in, JavaScript and types out, nothing of a cell runs here.
 *
 * The program's root is the cell being looked at. It imports by name what it uses of earlier cells, and those are represented by their
 * declarations: bodies are never checked again, and the cost does not grow with the notebook.
 */
export class Compiler implements Language {
  readonly #policy: TypePolicy;
  readonly #files: CellFiles;
  readonly #scope: NotebookScope;
  readonly #modules: LocalModules;
  readonly #service: ts.LanguageService;

  constructor(cwd: string, policy: TypePolicy) {
    this.#policy = policy;
    this.#files = new CellFiles(cwd, compilerOptions(cwd));
    this.#scope = new NotebookScope(this.#files);
    this.#modules = new LocalModules(this.#files);
    this.#service = ts.createLanguageService(this.#files, ts.createDocumentRegistry(true, cwd));
  }

  /** Loads the libraries before the first cell needs them. */
  warmUp(): void {
    this.#show('const a: number = 1; console.log(a)');
    this.#service.getSemanticDiagnostics(this.#files.current);
  }

  /** @param key names the cell's module: word characters only */
  compile(code: string, key: string): CompiledCell | RefusedCell {
    const cell = this.#show(code);
    const problems = diagnose(this.#service, this.#files, this.#scope, cell, code, this.#policy);
    const blocking = problems.filter(
      problem => problem.syntax || (this.#policy === 'error' && !isAboutPackages(problem)),
    );
    if (blocking.length > 0) return { status: 'refused', problems: blocking };
    const { dependencies, modules } = this.#modules.collect(this.#service.getProgram()!);
    const source = parseCell(this.#files, code);
    const captured = capturedNames(source, cell.own);
    const published = publishedNames(source, captured);
    const emitted = emit(cell.text, this.#files.current, this.#files.getCompilationSettings(), { captured, published });
    this.#keepTypes(code, key, cell);
    const unreachable = this.#scope.declare(key, cell.own, cell.imports);
    const names = [...cell.own].filter(([, { value }]) => value).map(([name]) => name);
    return { status: 'compiled', ...emitted, dependencies, modules, names, published, unreachable, warnings: problems };
  }

  /** After a cell that failed: `missing` are its names that never got a value. */
  settle(missing: readonly string[]): void {
    this.#scope.settle(missing);
  }

  complete(code: string, position: number): Completion {
    const { head } = this.#show(code);
    const found = this.#service.getCompletionsAtPosition(this.#files.current, head.length + position, {
      includeCompletionsWithInsertText: false,
    });
    const start = position - /[\w$]*$/.exec(code.slice(0, position))![0].length;
    const prefix = code.slice(start, position).toLowerCase();
    const entries = (found?.entries ?? [])
      .filter(({ name }) => name.toLowerCase().startsWith(prefix) && !name.startsWith('__cell'))
      .map(({ name, kind, sortText }) => ({ name, kind: kind as string, sortText }));
    if (found && !found.isMemberCompletion) {
      // The cell imports only what it mentions; the other names of the notebook are offered too.
      const known = new Set(entries.map(({ name }) => name));
      for (const [name, { value }] of this.#scope.entries()) {
        if (name.toLowerCase().startsWith(prefix) && !known.has(name))
          entries.push({ name, kind: value ? 'var' : 'type', sortText: '0' });
      }
    }
    entries.sort((a, b) => compare(a.sortText, b.sortText) || compare(a.name, b.name));
    const shown = entries.slice(0, mostMatches);
    const types = shown.map(({ name, kind }) => ({ start, end: position, text: name, type: kind }));
    return {
      matches: shown.map(({ name }) => name),
      start,
      end: position,
      metadata: { _jupyter_types_experimental: types },
    };
  }

  inspect(code: string, position: number): Inspection {
    const { head } = this.#show(code);
    const at = head.length + position;
    const info =
      this.#service.getQuickInfoAtPosition(this.#files.current, at) ??
      this.#service.getQuickInfoAtPosition(this.#files.current, at - 1);
    if (!info) return { found: false, data: {} };
    const signature = ts.displayPartsToString(info.displayParts);
    const tags = (info.tags ?? []).map(({ name, text }) => `@${name} ${ts.displayPartsToString(text)}`).join('\n');
    const documentation = [ts.displayPartsToString(info.documentation), tags];
    const join = (first: string): string => [first, ...documentation].filter(Boolean).join('\n\n');
    return {
      found: true,
      data: { 'text/plain': join(signature), 'text/markdown': join(`\`\`\`typescript\n${signature}\n\`\`\``) },
    };
  }

  isComplete(code: string): Completeness {
    const { parseDiagnostics } = parseCell(this.#files, code) as ts.SourceFile & {
      readonly parseDiagnostics: readonly ts.Diagnostic[];
    };
    const end = code.trimEnd().length;
    const open = parseDiagnostics.some(({ start = 0, messageText }) => {
      const text = ts.flattenDiagnosticMessageText(messageText, '');
      return (start >= end && /expected|Unterminated/.test(text)) || /Unterminated template|'\*\/' expected/.test(text);
    });
    if (open) return { status: 'incomplete', indent: '  ' };
    return { status: parseDiagnostics.length > 0 ? 'invalid' : 'complete' };
  }

  #show(code: string): CellModule {
    const cell = cellModule(this.#files, this.#scope, code);
    this.#files.put(this.#files.current, cell.text);
    return cell;
  }

  /** Types for later cells: the declarations, or the cell's own text where TypeScript cannot write one down. */
  #keepTypes(code: string, key: string, cell: CellModule): void {
    const program = this.#service.getProgram()!;
    let declarations: string | undefined;
    const write = (path: string, text: string): void => {
      if (path.endsWith('.d.ts')) declarations = text;
    };
    const { diagnostics } = program.emit(program.getSourceFile(this.#files.current), write, undefined, true);
    const usable = declarations !== undefined && diagnostics.length === 0;
    const path = this.#files.cellPath(key, usable ? '.d.ts' : '.ts');
    this.#files.remove(this.#files.cellPath(key, usable ? '.ts' : '.d.ts'));
    this.#files.put(path, usable ? declarations! : cell.text);
    if (/\bdeclare\s+(global|module)\b/.test(code)) this.#files.roots.add(path);
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
