import { p, type Param } from '../../algorithm/param.js';
import type { JsonSchema } from '../../algorithm/json-schema.js';
import type { ParamData } from '../document/document.js';
import { sameJson, type Json } from '../document/json/json-tree.js';
import { literal, objectLiteral } from './literals.js';

/** The call of `p` that makes a parameter; a schema that no call makes is written as it is. */
export function paramCode({ optional = false, ...schema }: ParamData): string {
  return (
    codeOf(schema, optional) ??
    `{ schema: ${literal(schema as unknown as Json)}, optional: ${optional} } as ReturnType<typeof p.${fallbackMaker(schema)}>`
  );
}

/** A maker of `p` whose type is that of the value. */
function fallbackMaker({ type }: JsonSchema): string {
  return type === 'boolean' ? 'bool' : type === 'number' || type === 'integer' ? type : 'string';
}

function codeOf(schema: JsonSchema, optional: boolean): string | null {
  const call = callFor(schema, optional);
  if (!call) return null;
  const { schema: made, optional: isOptional } = call.param;
  return sameJson(made as unknown as Json, schema as unknown as Json) && isOptional === optional ? call.code : null;
}

interface Call {
  readonly code: string;
  /** What the call makes, to see that nothing was lost. */
  readonly param: Param<unknown>;
}

function callFor(schema: JsonSchema, optional: boolean): Call | null {
  const { type, title, description: help, advanced, default: value, minimum: min, maximum: max, unit } = schema;
  const texts = { title, help, advanced };
  const start = optional ? { optional: true } : { default: value };
  if (type === 'number' || type === 'integer') {
    const options = defined({ ...start, min, max, unit, ...texts });
    return { code: `p.${type}(${code(options)})`, param: p[type](options as never) as Param<unknown> };
  }
  const options = defined({ default: value, ...texts });
  if (type === 'boolean') return { code: `p.bool(${code(options)})`, param: p.bool(options as never) };
  if (type === 'string' && schema.enum) {
    const words = schema.enum as readonly string[];
    return { code: `p.choice(${literal(words)}, ${code(options)})`, param: p.choice(words, options as never) };
  }
  if (type === 'string') return { code: `p.string(${code(options)})`, param: p.string(options as never) };
  if (type === 'array') return arrayCall(schema, options);
  return type === 'object' ? groupCall(schema, defined(texts)) : null;
}

function arrayCall(schema: JsonSchema, options: Readonly<Record<string, unknown>>): Call | null {
  const { items = {}, minItems, maxItems, unit } = schema;
  if (minItems === 2 && maxItems === 2) {
    const limits = defined({ ...options, min: items.minimum, max: items.maximum, unit });
    return { code: `p.range(${code(limits)})`, param: p.range(limits as never) as Param<unknown> };
  }
  const item = callFor(items, items.default === undefined);
  if (!item) return null;
  return {
    code: `p.array(${item.code}, ${code(options)})`,
    param: p.array(item.param, options as never) as Param<unknown>,
  };
}

function groupCall(schema: JsonSchema, texts: Readonly<Record<string, unknown>>): Call | null {
  const calls = Object.entries(schema.properties ?? {}).map(
    ([name, member]) => [name, callFor(member, member.default === undefined)] as const,
  );
  if (calls.some(([, call]) => call === null)) return null;
  const members = calls.map(([name, call]) => [name, call!.code] as const);
  const made = Object.fromEntries(calls.map(([name, call]) => [name, call!.param]));
  const more = Object.keys(texts).length > 0 ? `, ${code(texts)}` : '';
  return { code: `p.group(${objectLiteral(members)}${more})`, param: p.group(made, texts) as Param<unknown> };
}

function defined(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

const code = (options: Readonly<Record<string, unknown>>): string => literal(options as Json);
