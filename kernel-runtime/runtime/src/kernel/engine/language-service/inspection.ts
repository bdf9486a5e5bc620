import { relative } from 'node:path';
import ts from 'typescript';
import type { Inspection } from '../engine.js';
import { isPackageFile, type CellFiles } from './cell-files.js';
import { activeSignature } from './signature.js';

const mostMembers = 60;
const mostOverloads = 12;
/** Tags that make the first look too long. */
const longTags: ReadonlySet<string> = new Set(['example', 'remarks']);

/**
 * The signature of what stands at `at`, its documentation and tags (units and shapes among them). Between the parentheses of a call
 * it is the function. Detail 1 adds members, overloads, examples and the place of the definition.
 */
export function inspectAt(service: ts.LanguageService, files: CellFiles, at: number, detail: number): Inspection {
  const file = files.current;
  const call = activeSignature(service, file, at);
  const atArgument = /[(,]\s*$/.test(files.text(file)?.slice(0, at) ?? '');
  const info =
    call && atArgument
      ? undefined
      : (service.getQuickInfoAtPosition(file, at) ?? service.getQuickInfoAtPosition(file, at - 1));
  if (!info && !call) return { found: false, data: {} };
  const lines: string[] = [];
  const code: string[] = [];
  if (info) {
    code.push(ts.displayPartsToString(info.displayParts));
    lines.push(ts.displayPartsToString(info.documentation), ...tagLines(info.tags ?? [], detail));
  } else if (call) {
    code.push(call.label);
    lines.push(call.documentation);
    if (call.parameter) lines.push(`${call.parameter.name}: ${call.parameter.documentation}`.replace(/: $/, ''));
  }
  if (detail > 0) {
    const start = info?.textSpan.start;
    if (start !== undefined) code.push(...members(service, file, start));
    if (call) code.push(...call.others.slice(0, mostOverloads));
    if (start !== undefined) lines.push(...places(service, files, start));
  }
  const rest = lines.filter(Boolean).join('\n\n');
  const plain = [code.join('\n'), rest].filter(Boolean).join('\n\n');
  const fence = `\`\`\`typescript\n${code.join('\n')}\n\`\`\``;
  return { found: true, data: { 'text/plain': plain, 'text/markdown': [fence, rest].filter(Boolean).join('\n\n') } };
}

function tagLines(tags: readonly ts.JSDocTagInfo[], detail: number): string[] {
  return tags
    .filter(({ name }) => detail > 0 || !longTags.has(name))
    .map(({ name, text }) => `@${name} ${ts.displayPartsToString(text)}`.trim());
}

/** Properties of the value or type, one a line. */
function members(service: ts.LanguageService, file: string, start: number): string[] {
  const program = service.getProgram()!;
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file)!;
  const node = nodeAt(source, start);
  if (!node) return [];
  const type = checker.getTypeAtLocation(node);
  if (type.getCallSignatures().length > 0) return [];
  const properties = checker.getPropertiesOfType(checker.getApparentType(type));
  const shown = properties.slice(0, mostMembers).flatMap(property => {
    if (property.name.startsWith('__@')) return [];
    const text = checker.typeToString(checker.getTypeOfSymbolAtLocation(property, node), node);
    const documentation = ts.displayPartsToString(property.getDocumentationComment(checker)).split('\n')[0];
    return [`  ${property.name}: ${text}${documentation ? `  // ${documentation}` : ''}`];
  });
  return properties.length > mostMembers ? [...shown, `  ... ${properties.length - mostMembers} more`] : shown;
}

function nodeAt(source: ts.SourceFile, position: number): ts.Node | undefined {
  const find = (node: ts.Node): ts.Node | undefined =>
    position >= node.getStart(source) && position < node.end ? (ts.forEachChild(node, find) ?? node) : undefined;
  return ts.forEachChild(source, find);
}

/** Where it is defined: a local source with its line, or a package. */
function places(service: ts.LanguageService, files: CellFiles, start: number): string[] {
  const [definition] = service.getDefinitionAtPosition(files.current, start) ?? [];
  if (!definition || /\/__cell/.test(definition.fileName)) return [];
  if (isPackageFile(definition.fileName))
    return [`Defined in ${definition.fileName.slice(definition.fileName.lastIndexOf('/node_modules/') + 14)}`];
  const source = service.getProgram()!.getSourceFile(definition.fileName);
  const line = source ? source.getLineAndCharacterOfPosition(definition.textSpan.start).line + 1 : 1;
  return [`Defined in ${relative(files.getCurrentDirectory(), definition.fileName)}:${line}`];
}
