import ts from 'typescript';

/** A loop at cell level that may work on local copies of the notebook's variables. */
export interface HotLoop {
  /** Position of the loop statement in the cell's text. */
  readonly position: number;
  /** Names that are copied in. */
  readonly names: readonly string[];
  /** Those of them that are assigned to, and copied back. */
  readonly assigned: readonly string[];
}

/** What the notebook's variables are to a loop. */
export interface LoopNames {
  /** Names that live on an exports object or in an accessor: each access costs. */
  readonly shared: ReadonlySet<string>;
  /** The cell or an earlier one declares a `Math` of its own. */
  readonly ownMath: boolean;
}

/**
 * Finds the loops in which no other code can run: no calls (but `Math`), no closures, no `await`, no getters. Nobody can see the
 * variables of the notebook while such a loop runs, so it may keep them in local copies.
 */
export function hotLoops(source: ts.SourceFile, checker: ts.TypeChecker, names: LoopNames): HotLoop[] {
  const loops: HotLoop[] = [];
  if (names.shared.size === 0) return loops;
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    if (ts.isIterationStatement(node, false) && runsAlone(node, checker, names.ownMath)) {
      const loop = describeLoop(node, names.shared);
      if (loop.names.length > 0) loops.push(loop);
      return;
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return loops;
}

/** True when the code of the node calls nothing that could look at the notebook's variables. */
function runsAlone(node: ts.Node, checker: ts.TypeChecker, ownMath: boolean): boolean {
  if (ts.isFunctionLike(node) || ts.isClassLike(node)) return false;
  if (ts.isCallExpression(node) && (ownMath || !isMathCall(node))) return false;
  if (ts.isNewExpression(node) || ts.isTaggedTemplateExpression(node) || ts.isDecorator(node)) return false;
  if (ts.isAwaitExpression(node) || ts.isYieldExpression(node) || ts.isSpreadElement(node)) return false;
  if (ts.isArrayBindingPattern(node) || ts.isArrayLiteralExpression(node)) return false;
  if (ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.Using) === ts.NodeFlags.Using) return false;
  if (ts.isForOfStatement(node) && (node.awaitModifier || !isPlainArray(checker.getTypeAtLocation(node.expression))))
    return false;
  if (ts.isPropertyAccessExpression(node) && mayBeGetter(checker, node)) return false;
  return ts.forEachChild(node, child => !runsAlone(child, checker, ownMath)) !== true;
}

function isMathCall({ expression }: ts.CallExpression): boolean {
  return (
    ts.isPropertyAccessExpression(expression) &&
    ts.isIdentifier(expression.expression) &&
    expression.expression.text === 'Math'
  );
}

/** A property that may be a getter: declarations of objects and interfaces do not tell, those of classes and the language do. */
function mayBeGetter(checker: ts.TypeChecker, { name, expression }: ts.PropertyAccessExpression): boolean {
  if (ts.isIdentifier(expression) && expression.text === 'Math') return false;
  const declarations = checker.getSymbolAtLocation(name)?.declarations ?? [];
  const plain = (declaration: ts.Declaration): boolean =>
    ts.isPropertyDeclaration(declaration) ||
    (ts.isPropertySignature(declaration) &&
      /\/typescript\/lib\/lib\.[\w.]+$/.test(declaration.getSourceFile().fileName));
  return declarations.length === 0 || !declarations.every(plain);
}

function isPlainArray(type: ts.Type): boolean {
  return /^(Readonly)?(Array|\w+(8|16|32|64)(Clamped)?Array)$/.test(type.symbol?.name ?? '');
}

function describeLoop(loop: ts.IterationStatement, shared: ReadonlySet<string>): HotLoop {
  const used = new Set<string>();
  const assigned = new Set<string>();
  const excluded = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && shared.has(node.text)) {
      if (isPlainReference(node)) {
        used.add(node.text);
        if (isAssigned(node)) assigned.add(node.text);
      } else if (!isMemberName(node)) excluded.add(node.text); // declared again, shorthand, a label, a type
    }
    ts.forEachChild(node, visit);
  };
  visit(loop);
  const names = [...used].filter(name => !excluded.has(name));
  return { position: loop.getStart(), names, assigned: names.filter(name => assigned.has(name)) };
}

/** `name` in `x.name` and `{ name: 1 }`. */
export function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node)
  );
}

function isPlainReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (isMemberName(node) || ts.isPartOfTypeNode(node)) return false;
  if (ts.isVariableDeclaration(parent)) return parent.initializer === node;
  if (ts.isBindingElement(parent)) return parent.initializer === node;
  return !(
    ts.isShorthandPropertyAssignment(parent) ||
    ts.isLabeledStatement(parent) ||
    ts.isBreakOrContinueStatement(parent) ||
    ts.isTypeNode(parent) ||
    ts.isQualifiedName(parent) ||
    ts.isDeclarationStatement(parent)
  );
}

function isAssigned(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent))
    return parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken;
  if (ts.isForInStatement(parent) || ts.isForOfStatement(parent)) return parent.initializer === node;
  if (ts.isBinaryExpression(parent) && parent.left === node)
    return (
      parent.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
      parent.operatorToken.kind <= ts.SyntaxKind.LastAssignment
    );
  // A target inside of `({ a: name } = value)`: copied back whether it is one or not, when it may be.
  return ts.isPropertyAssignment(parent) || ts.isParenthesizedExpression(parent) || ts.isNonNullExpression(parent);
}
