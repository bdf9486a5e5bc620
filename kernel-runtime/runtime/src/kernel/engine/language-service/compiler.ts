import ts from 'typescript';
import type { Completeness, Completion, Inspection, Language } from '../engine.js';
import { CellFiles } from './cell-files.js';
import { capturedNames, cellModule, parseCell, publishedNames, type CellModule } from './cell-module.js';
import { compilerOptions } from './compiler-options.js';
import { completeAt } from './completion.js';
import { diagnoseCell, diagnoseSource, isAboutPackages } from './diagnose.js';
import { emit } from './emit.js';
import type { PackageNames } from './early-imports.js';
import { hotLoops } from './hot-loops.js';
import { inspectAt } from './inspection.js';
import { LocalModules } from './local-modules.js';
import type {
  CellTypes,
  CompiledCell,
  Dependencies,
  Dependency,
  Emitted,
  LateCheck,
  LocalImport,
  LocalModule,
  Problem,
  RefusedCell,
  TypePolicy,
} from './messages.js';
import { NotebookScope } from './notebook-scope.js';
import { PackageTypes } from './package-types.js';
import type { CellShape } from './shape-cell.js';

/** A compiled cell, and what it means to later ones. */
export interface Compilation {
  readonly answer: CompiledCell | RefusedCell;
  readonly types?: CellTypes;
  /** Checks the cell, when the answer is out: it may run before. */
  readonly check?: () => Required<Pick<Compilation, 'types'>> & { readonly late: LateCheck };
}

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
  readonly #packages: PackageTypes;
  readonly #service: ts.LanguageService;
  /** Version of each local source when its problems were told. */
  readonly #told = new Map<string, string>();
  /** A package that was parsed ahead, and is to be checked next. */
  #parsed: string | undefined;

  constructor(cwd: string, policy: TypePolicy) {
    this.#policy = policy;
    this.#files = new CellFiles(cwd, compilerOptions(cwd));
    this.#scope = new NotebookScope(this.#files);
    this.#modules = new LocalModules(this.#files);
    const registry = ts.createDocumentRegistry(true, cwd);
    this.#packages = new PackageTypes(this.#files, registry);
    this.#service = ts.createLanguageService(this.#files, registry);
  }

  /** Loads the libraries before the first cell needs them. */
  warmUp(): void {
    this.#show('const a: number = 1; console.log(a)');
    this.#service.getSemanticDiagnostics(this.#files.current);
  }

  /** Reads some of the types of common packages; false when all have been read. */
  readAhead(): boolean {
    if (this.#parsed !== undefined) {
      this.#show(`import * as ahead from ${JSON.stringify(this.#parsed)}; ahead`);
      this.#parsed = undefined;
      this.#service.getSemanticDiagnostics(this.#files.current);
      this.#packages.keep(this.#service.getProgram()!);
      return true;
    }
    const { done, parsed } = this.#packages.readSome();
    this.#parsed = parsed;
    return !done;
  }

  /** The notebook's names as they were in another language thread. */
  restore(cells: readonly CellTypes[]): void {
    for (const cell of cells) {
      this.#files.put(cell.path, cell.text);
      if (cell.root) this.#files.roots.add(cell.path);
      // What later cells keep of it is not known any more: all of it.
      this.#scope.declare(cell.key, cell.own, new Map([[cell.key, [...cell.own.keys()]]]), new Set(cell.own.keys()));
    }
  }

  /**
   * @param key names the cell's module: word characters only
   * @param foresee told what the cell imports from packages, before it is checked
   */
  compile(code: string, key: string, foresee: (packages: readonly string[]) => void): Compilation {
    const cell = this.#show(code);
    if (cell.packages.length > 0) foresee(cell.packages);
    if (cell.alone) return this.#compileEarly(code, key, cell, cell.alone);
    const problems = diagnoseCell(this.#service, this.#files, cell, code, this.#policy);
    const blocks = this.#blocks;
    if (problems.some(blocks)) return { answer: { status: 'refused', problems: problems.filter(blocks) } };
    const program = this.#service.getProgram()!;
    this.#packages.keep(program);
    const { dependencies, modules } = this.#modules.collect(program);
    problems.push(...this.#localProblems(modules));
    if (problems.some(blocks)) return { answer: { status: 'refused', problems: problems.filter(blocks) } };
    const shape = this.#shape(cell);
    const emitted = emit(cell.emitted, this.#files.current, this.#files.getCompilationSettings(), shape);
    const types = this.#keepTypes(code, key, cell);
    const used = usedDependencies(dependencies, emitted);
    const declared = this.#declare(key, cell);
    const { published } = shape;
    return {
      answer: { ...declared, ...emitted, dependencies: used, modules, published, warnings: problems },
      types,
    };
  }

  /** A cell that only imports from packages: its types are read while Node loads the packages, and it does not wait for them. */
  #compileEarly(code: string, key: string, cell: CellModule, early: PackageNames): Compilation {
    const shape: CellShape = { captured: [], published: [], loops: [] };
    const emitted = emit(cell.emitted, this.#files.current, this.#files.getCompilationSettings(), shape);
    const packages = Object.fromEntries(cell.packages.map(name => [name, { kind: 'package' as const }]));
    const dependencies = usedDependencies(packages, emitted);
    return {
      answer: {
        ...this.#declare(key, cell),
        ...emitted,
        dependencies,
        modules: {},
        published: [],
        warnings: [],
        early,
      },
      check: () => {
        const problems = diagnoseCell(this.#service, this.#files, cell, code, this.#policy);
        this.#packages.keep(this.#service.getProgram()!);
        return {
          late: { key, problems, refused: problems.some(this.#blocks) },
          types: this.#keepTypes(code, key, cell),
        };
      },
    };
  }

  readonly #blocks = (problem: Problem): boolean =>
    problem.syntax || (this.#policy === 'error' && !problem.file && !isAboutPackages(problem));

  #declare(key: string, cell: CellModule): Pick<CompiledCell, 'status' | 'names' | 'unreachable'> {
    const unreachable = this.#scope.declare(key, cell.own, cell.imports, cell.kept);
    const names = [...cell.own].filter(([, { value }]) => value).map(([name]) => name);
    return { status: 'compiled', names, unreachable };
  }

  /** After a cell that failed: `missing` are its names that never got a value. */
  settle(missing: readonly string[]): void {
    this.#scope.settle(missing);
  }

  /** What `import(specifier)` in a file of `folder` leads to. */
  local(specifier: string, folder: string): LocalImport {
    const path = this.#files.resolve(specifier, `${folder}/__import__.ts`);
    if (path === undefined || !this.#modules.isLocal(path)) return { status: 'package' };
    this.#files.put(this.#files.current, `import ${JSON.stringify(path)};`);
    const { modules } = this.#modules.collect(this.#service.getProgram()!);
    return { status: 'local', path, modules };
  }

  complete(code: string, position: number): Completion {
    const { head } = this.#show(code);
    return completeAt(this.#service, this.#files, this.#scope, code, position, head.length);
  }

  inspect(code: string, position: number, detail = 0): Inspection {
    const { head } = this.#show(code);
    return inspectAt(this.#service, this.#files, head.length + position, detail);
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

  #shape(cell: CellModule): CellShape {
    const captured = capturedNames(cell.source, cell.own);
    const published = publishedNames(cell.source, captured);
    const shared = new Set([...cell.imports.values()].flat());
    for (const [name, { mutable }] of cell.own) if (mutable && !published.includes(name)) shared.add(name);
    const program = this.#service.getProgram()!;
    const loops = hotLoops(program.getSourceFile(this.#files.current)!, program.getTypeChecker(), {
      shared,
      ownMath: cell.own.has('Math') || shared.has('Math'),
    });
    return { captured, published, loops };
  }

  /** Problems of local sources, told once per version; those of their syntax each time. */
  #localProblems(modules: Readonly<Record<string, LocalModule>>): Problem[] {
    return Object.entries(modules).flatMap(([path, { version }]) => {
      const problems = diagnoseSource(this.#service, this.#files, path, this.#policy);
      const told = this.#told.get(path) === version;
      this.#told.set(path, version);
      return told ? problems.filter(({ syntax }) => syntax) : problems;
    });
  }

  /** Types for later cells: the declarations, or the cell's own text where TypeScript cannot write one down. */
  #keepTypes(code: string, key: string, cell: CellModule): CellTypes {
    const program = this.#service.getProgram()!;
    let declarations: string | undefined;
    const write = (path: string, text: string): void => {
      if (path.endsWith('.d.ts')) declarations = text;
    };
    const { diagnostics } = program.emit(program.getSourceFile(this.#files.current), write, undefined, true);
    const usable = declarations !== undefined && diagnostics.length === 0;
    const path = this.#files.cellPath(key, usable ? '.d.ts' : '.ts');
    const text = usable ? declarations! : cell.text;
    this.#files.remove(this.#files.cellPath(key, usable ? '.ts' : '.d.ts'));
    this.#files.put(path, text);
    const root = /\bdeclare\s+(global|module)\b/.test(code);
    if (root) this.#files.roots.add(path);
    return { key, path, text, own: cell.own, root };
  }
}

/** Without packages of which the cell takes types alone: they need not be installed. */
function usedDependencies(dependencies: Dependencies, { js }: Emitted): Dependencies {
  const used = ([specifier, { kind }]: [string, Dependency]): boolean =>
    kind !== 'package' || js.includes(`require(${JSON.stringify(specifier)})`);
  return Object.fromEntries(Object.entries(dependencies).filter(used));
}
