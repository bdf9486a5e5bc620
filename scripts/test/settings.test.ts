import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { ct, describe } from '@daisy-lab/runtime';

test('the settings of the CT app are parameters of its workflow, with the same choices and defaults', () => {
  const file = new URL('../../extension/schema/ct.json', import.meta.url);
  const { properties: settings } = JSON.parse(readFileSync(file, 'utf8')) as {
    properties: Record<string, { default: string; oneOf: readonly { const: string }[] }>;
  };
  const contract = (describe(ct.full).params as { properties: Record<string, { enum?: unknown; default?: unknown }> })
    .properties;
  expect(Object.keys(settings)).not.toHaveLength(0);
  for (const [name, setting] of Object.entries(settings)) {
    expect(setting.oneOf.map(choice => choice.const)).toEqual(contract[name]?.enum);
    expect(setting.default).toBe(contract[name]?.default);
  }
});
