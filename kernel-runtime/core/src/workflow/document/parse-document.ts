import { DaisyError } from '../../errors/daisy-error.js';
import { checkShape } from './check-shape.js';
import { documentFormat, type DaisyDocument, type DocumentProblem } from './document.js';
import { dataOf, isObject, sameJson, type Json, type JsonObject } from './json/json-tree.js';
import { parseJson } from './json/parse-json.js';
import { printJson, usualStyle, type TextStyle } from './json/print-json.js';
import { updateText } from './json/update-text.js';
import { migrations } from './migrations.js';

/** A document that was read, as far as it can be. */
export interface ParsedDocument {
  readonly text: string;
  /** In the present format, with all names that Daisy does not know; null when it cannot be understood. */
  readonly document: DaisyDocument | null;
  /** Format that the text is written in; null when it does not say. */
  readonly format: number | null;
  /** Empty when the document may be edited; else it is open for reading only, for these reasons. */
  readonly problems: readonly DocumentProblem[];
}

/** Reads a document. Never throws: what is wrong stands in `problems`. */
export function parseDocument(text: string): ParsedDocument {
  let data: Json;
  try {
    data = dataOf(parseJson(text));
  } catch (thrown) {
    return { text, document: null, format: null, problems: [problemOf(thrown)] };
  }
  const format = isObject(data) && typeof data['daisy'] === 'number' ? data['daisy'] : null;
  const reason = formatProblem(data, format);
  if (reason) return { text, document: null, format, problems: [reason] };
  const migrated = migrate(data as JsonObject, format!);
  const problems = checkShape(migrated);
  return { text, document: problems.length > 0 ? null : (migrated as unknown as DaisyDocument), format, problems };
}

/** The text in the present format; unchanged, byte for byte, when it is in it already. */
export function migrateText(text: string): string {
  const data = dataOf(parseJson(text));
  const format = isObject(data) && typeof data['daisy'] === 'number' ? data['daisy'] : null;
  const reason = formatProblem(data, format);
  if (reason) throw errorOf(reason);
  const migrated = migrate(data as JsonObject, format!);
  return sameJson(data, migrated) ? text : updateText(text, migrated);
}

/** A document as text: one entry a line, keys in the order that the document has them. */
export function printDocument(document: DaisyDocument, style: TextStyle = usualStyle): string {
  return printJson(document as unknown as Json, [], style) + style.newline;
}

/** A problem as an error to throw. */
export function errorOf({ message, action, path }: DocumentProblem): DaisyError {
  return new DaisyError('Input', { message, ...(action ? { action } : {}), path });
}

function migrate(data: JsonObject, format: number): JsonObject {
  let migrated = data;
  for (let from = format; from < documentFormat; from++) migrated = migrations[from]!(migrated);
  return migrated;
}

function formatProblem(data: Json, format: number | null): DocumentProblem | null {
  const severity = 'error';
  if (!isObject(data) || format === null) {
    return {
      path: 'daisy',
      message: 'This is no Daisy document: it does not begin with { "daisy": 2.',
      action: 'Open a .daisy file.',
      severity,
    };
  }
  if (format > documentFormat) {
    return {
      path: 'daisy',
      message: `The document is of format ${format}, but this version of Daisy knows formats up to ${documentFormat}.`,
      action: 'Update Daisy to open it.',
      severity,
    };
  }
  if (Number.isInteger(format) && format >= 1) return null;
  return { path: 'daisy', message: `There is no format ${format} of Daisy documents.`, severity };
}

function problemOf(thrown: unknown): DocumentProblem {
  if (!(thrown instanceof DaisyError)) throw thrown;
  return { path: 'the document', message: thrown.message, severity: 'error' };
}
