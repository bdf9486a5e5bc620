import { relative } from 'node:path';
import ts from 'typescript';
import type { CellFiles } from './cell-files.js';
import type { CellModule } from './cell-module.js';
import { asksForTypes } from './compiler-options.js';
import type { Problem, TypePolicy } from './messages.js';

/** "Cannot assign to 'x' because it is an import". */
const assignToImport = 2632;
/** A package that is missing, has no types, or has other exports than its types say: Node decides at run time. */
const aboutPackages: ReadonlySet<number> = new Set([2307, 7016, 2305, 2614, 1192]);
const cannotBeNamed = 2742;
const firstTypeError = 2000;

export const isAboutPackages = ({ code }: Problem): boolean => aboutPackages.has(code);

/** A broken local source may have hundreds. */
const mostPerFile = 10;

/** Errors of the current cell, at positions within it. */
export function diagnoseCell(
  service: ts.LanguageService,
  files: CellFiles,
  { head }: CellModule,
  code: string,
  policy: TypePolicy,
): Problem[] {
  const checked = policy !== 'off' && !/^\s*(\/\/.*\n\s*)*\/\/\s*@ts-nocheck/.test(code);
  const found = [
    ...service.getSyntacticDiagnostics(files.current),
    ...(checked ? service.getSemanticDiagnostics(files.current) : []),
  ];
  const source = service.getProgram()!.getSourceFile(files.current)!;
  const isReported = reported(files);
  return found.flatMap((diagnostic): Problem[] => {
    const { start = 0, length = 1, code: number } = diagnostic;
    if (diagnostic.category !== ts.DiagnosticCategory.Error || !isReported(number)) return [];
    let text = ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n');
    if (number === assignToImport) text = 'Cannot assign to a constant of an earlier cell.';
    if (start < head.length || start > head.length + code.length) return [];
    const { line, character } = source.getLineAndCharacterOfPosition(start);
    return [{ line, character, length, code: number, text, syntax: number < firstTypeError }];
  });
}

/** Errors of a local source: they warn, but for syntax. */
export function diagnoseSource(
  service: ts.LanguageService,
  files: CellFiles,
  path: string,
  policy: TypePolicy,
): Problem[] {
  const source = service.getProgram()!.getSourceFile(path);
  if (!source) return [];
  const found = [
    ...service.getSyntacticDiagnostics(path),
    ...(policy === 'off' ? [] : service.getSemanticDiagnostics(path)),
  ];
  const isReported = reported(files);
  const errors = found.filter(({ category, code }) => category === ts.DiagnosticCategory.Error && isReported(code));
  return errors.slice(0, mostPerFile).map(({ start = 0, length = 1, code, messageText }): Problem => {
    const { line, character } = source.getLineAndCharacterOfPosition(start);
    const file = { path: relative(files.getCurrentDirectory(), path), source: source.text.split('\n')[line] ?? '' };
    const text = ts.flattenDiagnosticMessageText(messageText, '\n');
    return { file, line: line + 1, character, length, code, text, syntax: code < firstTypeError };
  });
}

/** Which errors are shown: implicit `any` to those alone whose tsconfig.json asks for it. */
function reported(files: CellFiles): (code: number) => boolean {
  const types = asksForTypes(files.getCurrentDirectory());
  return code => !isAboutDeclarations(code) && (types || !isAboutImplicitAny(code));
}

/** What has no type is `any`, as in most notebooks' code; unreachable code and missing returns have options of their own. */
function isAboutImplicitAny(code: number): boolean {
  return code >= 7005 && code <= 7057 && !(code >= 7027 && code <= 7030);
}

/** With `declaration` on, the service adds what cannot be written into a declaration file: no concern of the user's. */
function isAboutDeclarations(code: number): boolean {
  return (code >= 4000 && code < 5000) || code === cannotBeNamed;
}
