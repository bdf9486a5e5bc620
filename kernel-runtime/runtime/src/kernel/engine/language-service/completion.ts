import ts from 'typescript';
import type { Completion } from '../engine.js';
import type { CellFiles } from './cell-files.js';
import type { NotebookScope } from './notebook-scope.js';
import { activeSignature } from './signature.js';

const mostMatches = 500;
/** Signatures are looked up one by one: only as many as answer in time. */
const mostSignatures = 12;

interface Entry {
  readonly name: string;
  readonly kind: string;
  readonly sortText: string;
}

/** @param offset length of the text before the cell in its module */
export function completeAt(
  service: ts.LanguageService,
  files: CellFiles,
  scope: NotebookScope,
  code: string,
  position: number,
  offset: number,
): Completion {
  const file = files.current;
  const at = offset + position;
  const found = service.getCompletionsAtPosition(file, at, { includeCompletionsWithInsertText: false });
  const start = wordStart(code, position, found?.optionalReplacementSpan, offset);
  const prefix = code.slice(start, position).toLowerCase();
  const entries: Entry[] = (found?.entries ?? []).filter(
    ({ name }) => name.toLowerCase().startsWith(prefix) && !name.startsWith('__cell'),
  );
  if (found && !found.isMemberCompletion && !isInString(found)) {
    // The cell imports only what it mentions; the other names of the notebook are offered too.
    const known = new Set(entries.map(({ name }) => name));
    for (const [name, { value }] of scope.entries()) {
      if (name.toLowerCase().startsWith(prefix) && !known.has(name))
        entries.push({ name, kind: value ? 'var' : 'type', sortText: '0' });
    }
  }
  entries.sort((a, b) => compare(a.sortText, b.sortText) || compare(a.name, b.name));
  const shown = entries.slice(0, mostMatches);
  let looked = 0;
  const types = shown.map(({ name, kind }) => {
    const callable = /function|method|constructor/.test(kind) && looked < mostSignatures && ++looked;
    const signature = callable ? signatureOf(service, file, at, name) : undefined;
    return { start, end: position, text: name, type: kind, ...(signature ? { signature } : {}) };
  });
  const active = activeSignature(service, file, at);
  return {
    matches: shown.map(({ name }) => name),
    start,
    end: position,
    metadata: { _jupyter_types_experimental: types, ...(active ? { signature: active.label } : {}) },
  };
}

/** Strings (paths, literal types) may hold any sign; elsewhere a word is letters, digits, `_` and `$`. */
function wordStart(code: string, position: number, span: ts.TextSpan | undefined, offset: number): number {
  const word = position - /[\p{L}\p{N}_$]*$/u.exec(code.slice(0, position))![0].length;
  const start = span && span.start - offset;
  return start !== undefined && start >= 0 && start <= position && /["'`]/.test(code[start - 1] ?? '') ? start : word;
}

function isInString({ entries }: ts.CompletionInfo): boolean {
  const kinds: readonly string[] = [
    ts.ScriptElementKind.string,
    ts.ScriptElementKind.directory,
    ts.ScriptElementKind.scriptElement,
    ts.ScriptElementKind.externalModuleName,
  ];
  return entries.length > 0 && entries.every(({ kind }) => kinds.includes(kind));
}

function signatureOf(service: ts.LanguageService, file: string, at: number, name: string): string | undefined {
  const details = service.getCompletionEntryDetails(file, at, name, undefined, undefined, undefined, undefined);
  const text = ts.displayPartsToString(details?.displayParts);
  const from = text.indexOf('(', text.startsWith('(') ? text.indexOf(')') + 1 : 0);
  return from < 0 ? undefined : text.slice(from).split('\n')[0];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
