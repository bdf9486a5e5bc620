import type { JsonSchema } from '@daisy-lab/core';
import type { Translate } from '../i18n/translate.js';
import { unitText } from '../i18n/unit-text.js';

function entries(schema: JsonSchema, hidden: readonly string[]): [string, JsonSchema][] {
  return Object.entries(schema.properties ?? {}).filter(([name]) => !hidden.includes(name));
}

/** The schema with the fields that are to be shown. */
export function visibleSchema(schema: JsonSchema, hidden: readonly string[], advanced: boolean): JsonSchema {
  const shown = entries(schema, hidden).filter(([, field]) => advanced || !field.advanced);
  return { ...schema, properties: Object.fromEntries(shown) };
}

/** The schema with titles, descriptions and units of its fields in the language of the screen. */
export function translatedSchema(schema: JsonSchema, trans: Translate): JsonSchema {
  const fields = Object.entries(schema.properties ?? {}).map(([name, field]) => {
    const { title, description, unit } = field as { title?: string; description?: string; unit?: string };
    const texts = {
      ...(title === undefined ? {} : { title: trans.__(title) }),
      ...(description === undefined ? {} : { description: trans.__(description) }),
      ...(unit === undefined ? {} : { unit: unitText(unit, trans) }),
    };
    return [name, { ...field, ...texts }] as const;
  });
  return { ...schema, properties: Object.fromEntries(fields) };
}

export function hasAdvanced(schema: JsonSchema, hidden: readonly string[]): boolean {
  return entries(schema, hidden).some(([, field]) => field.advanced === true);
}

/**
 * Keeps what differs from the defaults, so that a later default still reaches a saved state; values of fields that are
 * not shown stay, and so does a default that somebody has written down, until the field changes: a form that is only looked at changes
 * nothing.
 */
export function changedValues(
  schema: JsonSchema,
  before: Readonly<Record<string, unknown>>,
  form: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const after: Record<string, unknown> = { ...before };
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const value = form[name];
    if (isSame(value, before[name])) continue;
    if (value === undefined || isSame(value, field.default)) delete after[name];
    else after[name] = value;
  }
  return after;
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
