import ts from 'typescript';
import type { CellFiles } from './cell-files.js';
import { importsAlone, type PackageNames } from './early-imports.js';
import { reservedNames } from './emitted-names.js';
import type { Declared, NotebookScope } from './notebook-scope.js';

/** The text of a cell as a module: imports from earlier cells on one line, the cell, its exports. */
export interface CellModule {
  /** The cell alone, parsed once: a cell may hold a table of 100,000 numbers. */
  readonly source: ts.SourceFile;
  /** Line 1; positions in the cell are shifted by its length. */
  readonly head: string;
  /** What is checked. */
  readonly text: string;
  /** What JavaScript is made of; the same positions as `text`. */
  readonly emitted: string;
  readonly own: ReadonlyMap<string, Declared>;
  /** Names taken from earlier cells, by cell. */
  readonly imports: ReadonlyMap<string, readonly string[]>;
  /** Packages that it imports, but for types alone. */
  readonly packages: readonly string[];
  /** Names that a closure of the cell mentions: it may look at them when the cell has ended. */
  readonly kept: ReadonlySet<string>;
  /** What it imports, when it does nothing else. */
  readonly alone: PackageNames | undefined;
}

export function parseCell(files: CellFiles, text: string): ts.SourceFile {
  const format = { languageVersion: ts.ScriptTarget.ES2022, impliedNodeFormat: ts.ModuleKind.ESNext as const };
  return ts.createSourceFile(files.current, text, format, true, ts.ScriptKind.TS);
}

export function cellModule(files: CellFiles, scope: NotebookScope, code: string): CellModule {
  const source = parseCell(files, `${code}\nexport {};`);
  const own = declaredNames(source, files.getCompilationSettings());
  const imports = new Map<string, string[]>();
  const mentioned = mentionedNames(source);
  for (const name of mentioned.all) {
    const binding = scope.get(name);
    if (!binding || own.has(name)) continue;
    imports.set(binding.cell, [...(imports.get(binding.cell) ?? []), name]);
  }
  const head = checkedHead(imports, scope);
  const exported = exportedNames(source);
  const names = [...own]
    .filter(([name]) => !exported.has(name))
    .map(([name, { value }]) => (value ? name : `type ${name}`));
  const body = `${code}\nexport { ${names.join(', ')} };`;
  const emitted = `${importsLine(imports).padEnd(head.length - 1)}\n${body}`;
  const packages = importedPackages(source);
  const alone = imports.size === 0 ? importsAlone(source, files) : undefined;
  return { source, head, text: head + body, emitted, own, imports, packages, kept: mentioned.inClosures, alone };
}

/** Specifiers of static imports that lead to packages or to modules of Node. */
function importedPackages(source: ts.SourceFile): string[] {
  return source.statements.flatMap(statement => {
    if (!ts.isImportDeclaration(statement) || statement.importClause?.isTypeOnly) return [];
    const { text } = statement.moduleSpecifier as ts.StringLiteral;
    return /^[./]/.test(text) || text === 'tslab' ? [] : [text];
  });
}

function importsLine(imports: ReadonlyMap<string, readonly string[]>): string {
  return [...imports].map(([cell, names]) => `import { ${names.join(', ')} } from "./__cell_${cell}__";`).join(' ');
}

/** The checker sees earlier `let`s as variables of their own, not as imports: assigning to them is allowed, and checked. */
function checkedHead(imports: ReadonlyMap<string, readonly string[]>, scope: NotebookScope): string {
  const mutable = (name: string): boolean => scope.get(name)?.mutable === true;
  const constants = new Map([...imports].map(([cell, names]) => [cell, names.filter(name => !mutable(name))]));
  const variables = [...imports].flatMap(([cell, names]) =>
    names.filter(mutable).map(name => `declare let ${name}: typeof import("./__cell_${cell}__").${name};`),
  );
  return `${[importsLine(constants), ...variables].join(' ')} export {};\n`;
}

/** Names that the code mentions: a superset of its free names is enough, because unused imports vanish. */
function mentionedNames(source: ts.SourceFile): { readonly all: Set<string>; readonly inClosures: Set<string> } {
  const all = new Set<string>();
  const inClosures = new Set<string>();
  const walk = (node: ts.Node, inside: boolean): void => {
    if (ts.isIdentifier(node) && !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node)) {
      all.add(node.text);
      if (inside) inClosures.add(node.text);
    }
    const deeper = inside || ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isExportDeclaration(node);
    ts.forEachChild(node, child => walk(child, deeper));
  };
  walk(source, false);
  return { all, inClosures };
}

/** `bindSourceFile` and `locals` are internal to TypeScript; they include `var` in blocks, which no public call gives. */
interface Binder {
  bindSourceFile(source: ts.SourceFile, options: ts.CompilerOptions): void;
}
type BoundSource = ts.SourceFile & {
  readonly locals?: ReadonlyMap<ts.__String, ts.Symbol & { readonly exportSymbol?: ts.Symbol }>;
};

function declaredNames(source: ts.SourceFile, options: ts.CompilerOptions): Map<string, Declared> {
  (ts as unknown as Binder).bindSourceFile(source, options);
  const names = new Map<string, Declared>();
  for (const [key, local] of (source as BoundSource).locals ?? []) {
    const symbol = local.exportSymbol ?? local; // `export let` keeps its real flags there
    const alias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
    const value = alias || (symbol.flags & ts.SymbolFlags.Value) !== 0;
    const constant =
      symbol.declarations?.every(declaration => (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Constant) !== 0) ??
      true;
    names.set(ts.unescapeLeadingUnderscores(key), {
      value,
      mutable: (symbol.flags & ts.SymbolFlags.Variable) !== 0 && !constant,
    });
  }
  names.delete('default');
  return names;
}

/** Names that the user exports already: they must not be exported twice. */
function exportedNames(source: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  const add = (name: ts.BindingName): void => {
    if (ts.isIdentifier(name)) names.add(name.text);
    else for (const element of name.elements) if (ts.isBindingElement(element)) add(element.name);
  };
  for (const statement of source.statements) {
    if (ts.isExportDeclaration(statement)) {
      if (statement.exportClause && ts.isNamedExports(statement.exportClause))
        for (const { name } of statement.exportClause.elements) names.add(name.text);
      continue;
    }
    if (
      !ts.canHaveModifiers(statement) ||
      !statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
    )
      continue;
    if (ts.isVariableStatement(statement)) for (const { name } of statement.declarationList.declarations) add(name);
    else if ((ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name)
      names.add(statement.name.text);
    else if (
      ts.isInterfaceDeclaration(statement) ||
      ts.isTypeAliasDeclaration(statement) ||
      ts.isEnumDeclaration(statement)
    )
      names.add(statement.name.text);
  }
  return names;
}

/**
 * `let` and `var` that a closure of the same cell uses: one variable for the closure and for later cells, so they become accessors.
 * All others are locals, and hot loops at cell level keep full speed.
 */
export function capturedNames(source: ts.SourceFile, own: ReadonlyMap<string, Declared>): string[] {
  const names = new Set<string>();
  const walk = (node: ts.Node, inside: boolean): void => {
    if (inside && ts.isIdentifier(node) && own.get(node.text)?.mutable && !reservedNames.has(node.text))
      names.add(node.text);
    const deeper = inside || ts.isFunctionLike(node) || ts.isClassLike(node);
    ts.forEachChild(node, child => walk(child, deeper));
  };
  walk(source, false);
  return [...names];
}

/** Top-level `let a = ...` that no closure of the cell sees: nobody can look at them before the cell ends. */
export function publishedNames(source: ts.SourceFile, captured: readonly string[]): string[] {
  const names: string[] = [];
  for (const statement of source.statements) {
    if (
      !ts.isVariableStatement(statement) ||
      statement.modifiers?.length ||
      !(statement.declarationList.flags & ts.NodeFlags.Let)
    )
      continue;
    const own = statement.declarationList.declarations.map(({ name }) =>
      ts.isIdentifier(name) ? name.text : undefined,
    );
    if (own.every(name => name !== undefined && !captured.includes(name) && !reservedNames.has(name)))
      names.push(...(own as string[]));
  }
  return names;
}
