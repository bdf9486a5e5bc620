import { documentSchema, type SchemaNode } from './document-schema.js';
import type { DocumentProblem } from './document.js';
import { isObject, pathText, type Json } from './json/json-tree.js';

type Path = readonly (string | number)[];

/** What in a document is not of the form that its schema describes. */
export function checkShape(data: Json): readonly DocumentProblem[] {
  return check(documentSchema, data, []);
}

function check(given: SchemaNode, value: Json, path: Path): readonly DocumentProblem[] {
  const schema = given.$ref ? documentSchema.definitions![given.$ref.split('/').at(-1)!]! : given;
  if (schema.oneOf) return checkChoice(schema.oneOf, value, path);
  const misfit = misfitOf(schema, value);
  if (misfit) return [problem(path, misfit)];
  if (Array.isArray(value)) {
    return (value as readonly Json[]).flatMap((item, at) => check(schema.items ?? {}, item, [...path, at]));
  }
  return isObject(value) ? checkMembers(schema, value, path) : [];
}

function checkMembers(
  schema: SchemaNode,
  value: Readonly<Record<string, Json>>,
  path: Path,
): readonly DocumentProblem[] {
  const missing = (schema.required ?? []).filter(name => !Object.hasOwn(value, name));
  const members = Object.entries(value).flatMap(([name, member]) => {
    const rule = schema.properties?.[name] ?? schema.additionalProperties;
    return rule ? check(rule, member, [...path, name]) : [];
  });
  return [...missing.map(name => problem(path, `lacks "${name}"`)), ...members];
}

function checkChoice(choices: readonly SchemaNode[], value: Json, path: Path): readonly DocumentProblem[] {
  const kinds = choices.flatMap(choice => choice.properties?.['kind']?.const ?? []);
  const names = kinds.length > 0 ? kinds.join(', ') : choices.map(choice => choice.required!.join(' with ')).join(', ');
  const wanted = kinds.length > 0 ? `must have a "kind" among ${names}` : `must have one of ${names}`;
  if (!isObject(value)) return [problem(path, wanted)];
  const fitting = choices.filter(choice =>
    kinds.length > 0
      ? choice.properties!['kind']!.const === value['kind']
      : choice.required!.every(name => Object.hasOwn(value, name)),
  );
  if (fitting.length > 1) return [problem(path, `must have only one of ${names}`)];
  return fitting[0] ? check(fitting[0], value, path) : [problem(path, wanted)];
}

/** What is wrong with a value itself, as the end of a sentence. */
function misfitOf(schema: SchemaNode, value: Json): string | null {
  if (schema.const !== undefined && value !== schema.const) return `must be ${JSON.stringify(schema.const)}`;
  if (schema.type && !isOfType(schema.type, value)) return `must be ${named[schema.type]}`;
  if (schema.enum && !schema.enum.includes(value as string)) return `must be one of ${schema.enum.join(', ')}`;
  if (schema.pattern && !new RegExp(schema.pattern).test(value as string)) return 'is no id like "ct.full"';
  if (schema.minimum !== undefined && (value as number) < schema.minimum) return `must be at least ${schema.minimum}`;
  const { length } = Array.isArray(value) ? value : { length: 0 };
  if (schema.minItems !== undefined && (length < schema.minItems || length > schema.maxItems!)) {
    return `must have ${schema.minItems} entries`;
  }
  return null;
}

const named = {
  object: 'a record',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
} as const;

function isOfType(type: NonNullable<SchemaNode['type']>, value: Json): boolean {
  if (type === 'object') return isObject(value);
  if (type === 'array') return Array.isArray(value);
  return type === 'integer' ? Number.isInteger(value) : typeof value === type;
}

function problem(path: Path, what: string): DocumentProblem {
  return { path: pathText(path), message: `${capitalised(pathText(path))} ${what}.`, severity: 'error' };
}

const capitalised = (text: string): string => (text === 'the document' ? 'The document' : `"${text}"`);
