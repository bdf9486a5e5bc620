import ts from 'typescript';

/** Names of a cell that need their own treatment. */
export interface CellShape {
  /** Shared with closures: an accessor pair on the exports object. */
  readonly captured: readonly string[];
  /** Local until the end of the cell. */
  readonly published: readonly string[];
}

/**
 * Runs before TypeScript's own transforms: `import()` becomes `__import()`, `import.meta` becomes `__meta`, and in a cell the last
 * expression becomes `__result(...)`.
 */
export function shapeCell(cell: CellShape | undefined): ts.TransformerFactory<ts.SourceFile> {
  return context => source => {
    const { factory } = context;
    const visit = (node: ts.Node): ts.Node => {
      const visited = ts.visitEachChild(node, visit, context);
      if (ts.isCallExpression(visited) && visited.expression.kind === ts.SyntaxKind.ImportKeyword) {
        return factory.updateCallExpression(
          visited,
          factory.createIdentifier('__import'),
          undefined,
          visited.arguments,
        );
      }
      if (ts.isMetaProperty(visited) && visited.keywordToken === ts.SyntaxKind.ImportKeyword)
        return factory.createIdentifier('__meta');
      return visited;
    };
    const shaped = ts.visitEachChild(source, visit, context);
    return cell ? factory.updateSourceFile(shaped, cellStatements(factory, shaped, cell)) : shaped;
  };
}

function cellStatements(
  factory: ts.NodeFactory,
  source: ts.SourceFile,
  { captured, published }: CellShape,
): ts.Statement[] {
  const statements = source.statements.map(statement => publish(factory, statement, new Set(published)));
  const last = statements.findLastIndex(statement => !isSilent(statement));
  const expression = statements[last];
  if (expression && ts.isExpressionStatement(expression)) {
    const shown = factory.createCallExpression(factory.createIdentifier('__result'), undefined, [
      expression.expression,
    ]);
    statements[last] = factory.updateExpressionStatement(expression, shown);
  }
  return captured.length > 0 ? [accessors(factory, captured), ...statements] : statements;
}

function isSilent(statement: ts.Statement): boolean {
  return (
    ts.isExportDeclaration(statement) ||
    ts.isEmptyStatement(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement)
  );
}

/** Published names: no export, so no store per assignment; `var`, so that the wrapper's `finally` can copy them out. */
function publish(factory: ts.NodeFactory, statement: ts.Statement, published: ReadonlySet<string>): ts.Statement {
  if (
    ts.isExportDeclaration(statement) &&
    !statement.moduleSpecifier &&
    statement.exportClause &&
    ts.isNamedExports(statement.exportClause)
  ) {
    const kept = statement.exportClause.elements.filter(({ name }) => !published.has(name.text));
    const clause = factory.updateNamedExports(statement.exportClause, kept);
    return factory.updateExportDeclaration(
      statement,
      statement.modifiers,
      statement.isTypeOnly,
      clause,
      statement.moduleSpecifier,
      statement.attributes,
    );
  }
  if (
    !ts.isVariableStatement(statement) ||
    statement.modifiers?.length ||
    !(statement.declarationList.flags & ts.NodeFlags.Let)
  )
    return statement;
  const { declarations } = statement.declarationList;
  if (!declarations.every(({ name }) => ts.isIdentifier(name) && published.has(name.text))) return statement;
  const list = ts.setTextRange(
    factory.createVariableDeclarationList(declarations, ts.NodeFlags.None),
    statement.declarationList,
  );
  return factory.updateVariableStatement(statement, statement.modifiers, list);
}

/** `__live({ a: [() => a, __v => a = __v] })` */
function accessors(factory: ts.NodeFactory, names: readonly string[]): ts.Statement {
  const pairs = names.map(name => {
    const get = factory.createArrowFunction(
      undefined,
      undefined,
      [],
      undefined,
      undefined,
      factory.createIdentifier(name),
    );
    const assign = factory.createAssignment(factory.createIdentifier(name), factory.createIdentifier('__v'));
    const parameter = factory.createParameterDeclaration(undefined, undefined, '__v');
    const set = factory.createArrowFunction(undefined, undefined, [parameter], undefined, undefined, assign);
    return factory.createPropertyAssignment(name, factory.createArrayLiteralExpression([get, set]));
  });
  const call = factory.createCallExpression(factory.createIdentifier('__live'), undefined, [
    factory.createObjectLiteralExpression(pairs),
  ]);
  return factory.createExpressionStatement(call);
}
