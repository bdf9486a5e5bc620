import ts from 'typescript';
import { reservedNames } from './emitted-names.js';
import { isMemberName } from './hot-loops.js';

const ownName = (name: string): string => `__daisyOwn_${name}`;

/** A source that declares `require` or `exports` at its top level, as in `const require = createRequire(...)`, gets it under another name. */
export function renameReserved(context: ts.TransformationContext, source: ts.SourceFile): ts.SourceFile {
  const names = new Set(source.statements.flatMap(declaredBy).filter(name => reservedNames.has(name)));
  if (names.size === 0) return source;
  const { factory } = context;
  const own = (node: ts.Identifier): ts.Identifier =>
    names.has(node.text) ? ts.setTextRange(factory.createIdentifier(ownName(node.text)), node) : node;
  const visit = (node: ts.Node): ts.Node => {
    if (ts.isIdentifier(node)) return isMemberName(node) ? node : own(node);
    if (ts.isShorthandPropertyAssignment(node) && names.has(node.name.text))
      return factory.createPropertyAssignment(node.name.text, own(node.name));
    if (ts.isExportSpecifier(node)) return specifier(factory, node, own);
    if (ts.isBindingElement(node) && !node.propertyName && !node.dotDotDotToken && ts.isIdentifier(node.name)) {
      if (!ts.isObjectBindingPattern(node.parent) || !names.has(node.name.text))
        return ts.visitEachChild(node, visit, context);
      const initializer = node.initializer && (ts.visitNode(node.initializer, visit) as ts.Expression);
      return factory.updateBindingElement(node, undefined, node.name, own(node.name), initializer);
    }
    return ts.visitEachChild(node, visit, context);
  };
  return ts.visitEachChild(source, visit, context);
}

/** The outer name stays, the inner one is the source's own. */
function specifier(
  factory: ts.NodeFactory,
  node: ts.ExportSpecifier,
  own: (name: ts.Identifier) => ts.Identifier,
): ts.Node {
  const inner = node.propertyName ?? node.name;
  if (!ts.isIdentifier(inner)) return node;
  const local = own(inner);
  return local === inner ? node : factory.updateExportSpecifier(node, node.isTypeOnly, local, node.name);
}

function declaredBy(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) => bound(name));
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement))
    return statement.name ? [statement.name.text] : [];
  return []; // imported names are members of their module in the CommonJS form
}

function bound(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap(element => (ts.isBindingElement(element) ? bound(element.name) : []));
}
