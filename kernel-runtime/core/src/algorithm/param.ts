import type { JsonSchema } from './json-schema.js';

/** A parameter: its TypeScript type and the JSON Schema that form, command line and documentation are made from. */
export interface Param<T> {
  readonly valueType?: T;
  readonly schema: JsonSchema;
  readonly optional: boolean;
}

interface Texts {
  /** Label of the field. */
  readonly title?: string;
  /** One sentence for the tooltip, the command line and the documentation. */
  readonly help?: string;
  /** Hidden until the user asks for more. */
  readonly advanced?: boolean;
}

interface NumberOptions extends Texts {
  readonly default: number;
  readonly min?: number;
  readonly max?: number;
  readonly unit?: string;
}

/** A parameter without default: it may be left empty, and its value is then undefined. */
type Empty<O extends { default: unknown }> = Omit<O, 'default'> & { readonly optional: true };

function numeric(type: 'number' | 'integer') {
  function make(options: NumberOptions): Param<number>;
  function make(options: Empty<NumberOptions>): Param<number | undefined>;
  function make(options: NumberOptions | Empty<NumberOptions>): Param<number | undefined> {
    const { min, max, unit } = options;
    const schema = { type, minimum: min, maximum: max, unit, ...texts(options), ...defaultOf(options) };
    return { schema: withoutUndefined(schema), optional: !('default' in options) };
  }
  return make;
}

/** Makes parameters; each is required to have a default unless it is declared `optional: true`. */
export const p = {
  number: numeric('number'),
  integer: numeric('integer'),
  bool: (options: Texts & { default: boolean }): Param<boolean> =>
    required({ type: 'boolean', ...texts(options), default: options.default }),
  string: (options: Texts & { default: string }): Param<string> =>
    required({ type: 'string', ...texts(options), default: options.default }),
  /** One of a few words. */
  choice: <const V extends readonly string[]>(values: V, options: Texts & { default: V[number] }): Param<V[number]> =>
    required({ type: 'string', enum: values, ...texts(options), default: options.default }),
  /** Lower and upper limit. */
  range: (
    options: Texts & { default: readonly [number, number]; min?: number; max?: number; unit?: string },
  ): Param<readonly [number, number]> =>
    required({
      type: 'array',
      items: withoutUndefined({ type: 'number' as const, minimum: options.min, maximum: options.max }),
      minItems: 2,
      maxItems: 2,
      unit: options.unit,
      ...texts(options),
      default: options.default,
    }),
  array: <T>(of: Param<T>, options: Texts & { default: readonly T[] }): Param<readonly T[]> =>
    required({ type: 'array', items: of.schema, ...texts(options), default: options.default }),
  /** Parameters that belong together. */
  group: <const G extends Params>(members: G, options: Texts = {}): Param<ParamValues<G>> =>
    required({
      type: 'object',
      properties: Object.fromEntries(Object.entries(members).map(([name, member]) => [name, member.schema])),
      ...texts(options),
      default: Object.fromEntries(Object.entries(members).map(([name, member]) => [name, member.schema.default])),
    }),
};

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a record of parameters of any value type
export type Params = Readonly<Record<string, Param<any>>>;

/** The complete values of a set of parameters. */
export type ParamValues<P extends Params> = { readonly [K in keyof P]: P[K] extends Param<infer T> ? T : never };

/** The parameters of a contract as one JSON Schema object. */
export function paramsSchema(params: Params): JsonSchema {
  const entries = Object.entries(params).map(([name, param]) => [name, param.schema] as const);
  return { type: 'object', properties: Object.fromEntries(entries) };
}

function required<T>(schema: Readonly<Record<string, unknown>>): Param<T> {
  return { schema: withoutUndefined(schema), optional: false };
}

function texts({ title, help, advanced }: Texts): Readonly<Record<string, unknown>> {
  return { title, description: help, advanced };
}

function defaultOf(options: object): Readonly<Record<string, unknown>> {
  return 'default' in options ? { default: options.default } : {};
}

function withoutUndefined(schema: Readonly<Record<string, unknown>>): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined)) as JsonSchema;
}
