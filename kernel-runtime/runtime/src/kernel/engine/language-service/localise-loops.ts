import ts from 'typescript';
import { isMemberName, type HotLoop } from './hot-loops.js';

const copyOf = (name: string): string => `__daisyCopy_${name}`;

/**
 * A hot loop on local copies:
 * `{ let copy = name; try { for (...) copy += ... } finally { name = copy } }`
 */
export function localiseLoop(context: ts.TransformationContext, statement: ts.Statement, loop: HotLoop): ts.Statement {
  const { factory } = context;
  /** Nodes of the user's own text, which TypeScript's later steps know as names of the notebook. */
  const originals = new Map<string, ts.Identifier>();
  const visit = (node: ts.Node): ts.Node => {
    if (!ts.isIdentifier(node) || !loop.names.includes(node.text) || isMemberName(node))
      return ts.visitEachChild(node, visit, context);
    originals.set(node.text, node);
    return ts.setTextRange(factory.createIdentifier(copyOf(node.text)), node);
  };
  const body = ts.visitNode(statement, visit) as ts.Statement;
  const original = (name: string): ts.Identifier => originals.get(name)!;
  const copies = loop.names.map(name =>
    factory.createVariableDeclaration(copyOf(name), undefined, undefined, original(name)),
  );
  const declared = factory.createVariableStatement(
    undefined,
    factory.createVariableDeclarationList(copies, ts.NodeFlags.Let),
  );
  const back = loop.assigned.map(name =>
    factory.createExpressionStatement(factory.createAssignment(original(name), factory.createIdentifier(copyOf(name)))),
  );
  const run =
    back.length > 0
      ? factory.createTryStatement(factory.createBlock([body], true), undefined, factory.createBlock(back, true))
      : body;
  return factory.createBlock([declared, run], true);
}
