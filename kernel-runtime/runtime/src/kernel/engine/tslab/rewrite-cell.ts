import type ts from 'typescript';

/** What tslab's compiler would refuse, in words that it accepts; and the packages that the cell imports. */
export interface RewrittenCell {
  readonly code: string;
  readonly specifiers: readonly string[];
}

/** Top-level `for await` is a syntax error for tslab: it is put into an async function (its `var`s stay inside). */
export function rewriteCell(compiler: typeof ts, code: string): RewrittenCell {
  const source = compiler.createSourceFile('cell.ts', code, compiler.ScriptTarget.Latest, true);
  const loops: [number, number][] = [];
  const specifiers: string[] = [];
  for (const statement of source.statements) {
    if (compiler.isForOfStatement(statement) && statement.awaitModifier)
      loops.push([statement.getStart(), statement.end]);
    if (
      compiler.isImportDeclaration(statement) &&
      !statement.importClause?.isTypeOnly &&
      compiler.isStringLiteral(statement.moduleSpecifier)
    ) {
      specifiers.push(statement.moduleSpecifier.text);
    }
  }
  let rewritten = code;
  for (const [start, end] of loops.reverse()) {
    // In two statements: `await (` would be read as a call of a function named await.
    const name = `forAwait${start}_`;
    rewritten = `${rewritten.slice(0, start)}const ${name} = (async () => {${rewritten.slice(start, end)}})(); await ${name};${rewritten.slice(end)}`;
  }
  return { code: rewritten, specifiers };
}
