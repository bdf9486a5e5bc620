import ts from 'typescript';
import { surroundingNames } from './emitted-names.js';
import { followAwaits } from './follow-awaits.js';
import type { HotLoop } from './hot-loops.js';
import { localiseLoop } from './localise-loops.js';
import { renameReserved } from './rename-reserved.js';

/** Names of a cell that need their own treatment. */
export interface CellShape {
  /** Shared with closures: an accessor pair on the exports object. */
  readonly captured: readonly string[];
  /** Local until the end of the cell. */
  readonly published: readonly string[];
  /** Loops that work on local copies. */
  readonly loops: readonly HotLoop[];
}

/**
 * Runs before TypeScript's own transforms: `import()` and `import.meta` become names of the surroundings, and in a cell the last
 * expression is told to `__daisyResult(...)`.
 */
export function shapeCell(cell: CellShape | undefined): ts.TransformerFactory<ts.SourceFile> {
  return context => source => {
    const { factory } = context;
    const loops = new Map(cell?.loops.map(loop => [loop.position, loop]));
    const visit = (node: ts.Node): ts.Node => {
      const loop = ts.isIterationStatement(node, false) && loops.get(node.getStart(source));
      if (loop) return localiseLoop(context, ts.visitEachChild(node, visit, context), loop);
      const visited = ts.visitEachChild(node, visit, context);
      if (ts.isCallExpression(visited) && visited.expression.kind === ts.SyntaxKind.ImportKeyword) {
        return factory.updateCallExpression(
          visited,
          factory.createIdentifier(surroundingNames.importDynamic),
          undefined,
          visited.arguments,
        );
      }
      if (ts.isMetaProperty(visited) && visited.keywordToken === ts.SyntaxKind.ImportKeyword)
        return factory.createIdentifier(surroundingNames.meta);
      return followAwaits(factory, visited);
    };
    const shaped = ts.visitEachChild(renameReserved(context, source), visit, context);
    return cell ? factory.updateSourceFile(shaped, cellStatements(factory, shaped, cell)) : shaped;
  };
}

function cellStatements(
  factory: ts.NodeFactory,
  source: ts.SourceFile,
  { captured, published }: CellShape,
): ts.Statement[] {
  const own = { locals: new Set(published), unexported: new Set([...published, ...captured]) };
  const statements = source.statements.map(statement => publish(factory, statement, own));
  const last = statements.findLastIndex(statement => !isSilent(statement));
  const expression = statements[last];
  if (expression && ts.isExpressionStatement(expression)) {
    const shown = factory.createCallExpression(factory.createIdentifier(surroundingNames.result), undefined, [
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

/**
 * Published names and accessors are not in the export clause, so there is no store per assignment; published ones become `var`, so that
 * the wrapper's `finally` can copy them out.
 */
function publish(
  factory: ts.NodeFactory,
  statement: ts.Statement,
  { locals, unexported }: { readonly locals: ReadonlySet<string>; readonly unexported: ReadonlySet<string> },
): ts.Statement {
  if (
    ts.isExportDeclaration(statement) &&
    !statement.moduleSpecifier &&
    statement.exportClause &&
    ts.isNamedExports(statement.exportClause)
  ) {
    const kept = statement.exportClause.elements.filter(({ name }) => !unexported.has(name.text));
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
  if (!declarations.every(({ name }) => ts.isIdentifier(name) && locals.has(name.text))) return statement;
  const list = ts.setTextRange(
    factory.createVariableDeclarationList(declarations, ts.NodeFlags.None),
    statement.declarationList,
  );
  return factory.updateVariableStatement(statement, statement.modifiers, list);
}

/** `__daisyLive({ a: [() => a, __daisyValue => a = __daisyValue] })` */
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
    const assign = factory.createAssignment(factory.createIdentifier(name), factory.createIdentifier('__daisyValue'));
    const parameter = factory.createParameterDeclaration(undefined, undefined, '__daisyValue');
    const set = factory.createArrowFunction(undefined, undefined, [parameter], undefined, undefined, assign);
    return factory.createPropertyAssignment(name, factory.createArrayLiteralExpression([get, set]));
  });
  const call = factory.createCallExpression(factory.createIdentifier(surroundingNames.live), undefined, [
    factory.createObjectLiteralExpression(pairs),
  ]);
  return factory.createExpressionStatement(call);
}
