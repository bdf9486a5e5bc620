import { DaisyError } from '../errors/daisy-error.js';
import type { JsonSchema } from './json-schema.js';
import type { Params, ParamValues } from './param.js';

/**
 * The given parameters completed by their defaults.
 * @throws DaisyError `Input` for a name that the contract does not have or a value that it does not allow.
 */
export function completeParams<P extends Params>(
  owner: string,
  params: P,
  given: Readonly<Record<string, unknown>> = {},
): ParamValues<P> {
  const unknown = Object.keys(given).find(name => !(name in params));
  if (unknown !== undefined) {
    const names = Object.keys(params);
    throw new DaisyError('Input', {
      message: `${owner} has no parameter "${unknown}".`,
      action: names.length > 0 ? `Its parameters are ${names.join(', ')}.` : 'It has no parameters.',
      parameter: unknown,
    });
  }
  const values = Object.entries(params).map(([name, param]) => {
    const value = given[name] ?? param.schema.default;
    if (value === undefined && param.optional) return [name, undefined] as const;
    const problem = violation(param.schema, value);
    if (problem) {
      throw new DaisyError('Input', {
        message: `Parameter "${name}" of ${owner} ${problem}.`,
        action: 'Correct the value, or leave it out to use the default.',
        parameter: name,
        value,
      });
    }
    return [name, value] as const;
  });
  return Object.fromEntries(values) as ParamValues<P>;
}

/** What is wrong with a value, as the end of a sentence; null when nothing is. */
export function violation(schema: JsonSchema, value: unknown): string | null {
  if (schema.enum) {
    return schema.enum.includes(value) ? null : `must be one of ${schema.enum.join(', ')}, not ${show(value)}`;
  }
  switch (schema.type) {
    case 'number':
    case 'integer':
      return numberViolation(schema, value);
    case 'array':
      return arrayViolation(schema, value);
    case 'object':
      return objectViolation(schema, value);
    default:
      return typeof value === schema.type ? null : `must be a ${schema.type}, not ${show(value)}`;
  }
}

function numberViolation(schema: JsonSchema, value: unknown): string | null {
  if (typeof value !== 'number' || !Number.isFinite(value)) return `must be a number, not ${show(value)}`;
  if (schema.type === 'integer' && !Number.isInteger(value)) return `must be a whole number, not ${value}`;
  const unit = schema.unit ? ` ${schema.unit}` : '';
  if (schema.minimum !== undefined && value < schema.minimum)
    return `must be at least ${schema.minimum}${unit}, not ${value}`;
  if (schema.maximum !== undefined && value > schema.maximum)
    return `must be at most ${schema.maximum}${unit}, not ${value}`;
  return null;
}

function arrayViolation(schema: JsonSchema, value: unknown): string | null {
  if (!Array.isArray(value)) return `must be a list, not ${show(value)}`;
  if (schema.minItems !== undefined && value.length < schema.minItems)
    return `needs ${schema.minItems} values, not ${value.length}`;
  if (schema.maxItems !== undefined && value.length > schema.maxItems)
    return `takes ${schema.maxItems} values, not ${value.length}`;
  const items = schema.items ?? {};
  const index = value.findIndex(item => violation(items, item) !== null);
  return index < 0 ? null : `has a value (number ${index + 1}) that ${violation(items, value[index])}`;
}

function objectViolation(schema: JsonSchema, value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return `must be a group of values, not ${show(value)}`;
  for (const [name, member] of Object.entries(schema.properties ?? {})) {
    const inner = (value as Record<string, unknown>)[name];
    const problem = inner === undefined ? null : violation(member, inner);
    if (problem) return `has a member "${name}" that ${problem}`;
  }
  return null;
}

const show = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));
