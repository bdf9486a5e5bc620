import ts from 'typescript';

/** Global functions of the kernel: who runs before an `await`, and its return after it. */
const awaitNames = { mark: '__daisyMark', resume: '__daisyResume' } as const;

/**
 * `await x` becomes `__daisyResume(__daisyMark(), await x)`, and the body of a `for await` begins with the same call: code that goes on
 * after an await belongs to the cell that it belonged to before, and stops there when that cell was interrupted meanwhile.
 */
export function followAwaits(factory: ts.NodeFactory, node: ts.Node): ts.Node {
  const resume = (...value: ts.Expression[]): ts.Expression => {
    const mark = factory.createCallExpression(factory.createIdentifier(awaitNames.mark), undefined, []);
    return factory.createCallExpression(factory.createIdentifier(awaitNames.resume), undefined, [mark, ...value]);
  };
  if (ts.isAwaitExpression(node)) return ts.setTextRange(resume(node), node);
  if (!ts.isForOfStatement(node) || !node.awaitModifier) return node;
  const body = factory.createBlock([factory.createExpressionStatement(resume()), node.statement], true);
  return factory.updateForOfStatement(node, node.awaitModifier, node.initializer, node.expression, body);
}
