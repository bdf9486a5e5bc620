import { isBuiltin } from 'node:module';
import ts from 'typescript';
import type { CellFiles } from './cell-files.js';

/** What a cell takes from each package, when it does nothing else than import. */
export type PackageNames = Readonly<Record<string, readonly string[]>>;

/**
 * The imports of a cell that consists of nothing else, from packages that are there. Such a cell need not wait until the compiler has
 * read the packages' types: all that the types could find wrong is a name that a package does not have, and Node tells that too.
 *
 * @returns undefined for every other cell
 */
export function importsAlone(source: ts.SourceFile, files: CellFiles): PackageNames | undefined {
  const names: Record<string, string[]> = {};
  for (const statement of source.statements) {
    if (isOwnExport(statement)) continue;
    if (!ts.isImportDeclaration(statement) || statement.attributes) return undefined;
    const { text } = statement.moduleSpecifier as ts.StringLiteral;
    if (!isThere(text, files)) return undefined;
    (names[text] ??= []).push(...importedNames(statement.importClause));
  }
  return Object.keys(names).length > 0 && !hasProblems(source) ? names : undefined;
}

/** The `export {}` that makes a module of every cell. */
function isOwnExport(statement: ts.Statement): boolean {
  return ts.isExportDeclaration(statement) && !statement.moduleSpecifier;
}

/** A package with types of its own: where these are, Node finds the package too. */
function isThere(specifier: string, files: CellFiles): boolean {
  if (isBuiltin(specifier)) return true;
  if (/^[./]/.test(specifier) || specifier === 'tslab') return false;
  const path = files.resolve(specifier, files.current) ?? '';
  return /\.d\.[cm]?ts$/.test(path) && !path.includes('/node_modules/@types/');
}

function importedNames(clause: ts.ImportClause | undefined): string[] {
  if (!clause || clause.isTypeOnly) return [];
  const { name, namedBindings } = clause;
  const named =
    namedBindings && ts.isNamedImports(namedBindings)
      ? namedBindings.elements.flatMap(({ isTypeOnly, propertyName, name }) =>
          isTypeOnly ? [] : [(propertyName ?? name).text],
        )
      : [];
  return name ? ['default', ...named] : named;
}

/** Internal to TypeScript. */
type CheckedSource = ts.SourceFile & {
  readonly parseDiagnostics?: readonly ts.Diagnostic[];
  readonly bindDiagnostics?: readonly ts.Diagnostic[];
};

/** Of its syntax, or a name twice. */
function hasProblems({ parseDiagnostics = [], bindDiagnostics = [] }: CheckedSource): boolean {
  return parseDiagnostics.length + bindDiagnostics.length > 0;
}
