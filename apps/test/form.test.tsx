import { TextDecoder, TextEncoder } from 'node:util';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createRoot, type Root } from 'react-dom/client';
import { act } from 'react';
import { changedValues, translatedSchema } from '../lib/kit/form/form-schema.js';
import { translateWith } from '../lib/kit/i18n/translate.js';
import { ParameterForm } from '../lib/kit/form/parameter-form.js';

// JupyterLab's components need these when they are loaded; jsdom has none of them.
class DragEvent extends MouseEvent {}
const matchMedia = () => ({ matches: false, addEventListener: () => undefined, removeEventListener: () => undefined });
Object.assign(globalThis, { matchMedia, IS_REACT_ACT_ENVIRONMENT: true, TextEncoder, TextDecoder, DragEvent });

const schema = {
  type: 'object',
  properties: {
    axisPx: { type: 'number', title: 'Axis', unit: 'pixel' },
    filter: { type: 'string', enum: ['ramp', 'hann'], default: 'ramp', title: 'Filter' },
    clip: { type: 'number', minimum: 0, maximum: 1, default: 0.5, title: 'Clip', unit: 'keV' },
    quality: { type: 'string', enum: ['fast', 'precise'], default: 'fast', title: 'Accuracy', advanced: true },
  },
} as const;

let host: HTMLElement;
let root: Root;
let values: Record<string, unknown>;

beforeEach(() => {
  host = document.body.appendChild(document.createElement('div'));
  root = createRoot(host);
  values = {};
});
afterEach(() => {
  act(() => root.unmount());
  host.remove();
});

/** The form and its validator are loaded with the first one, which takes seconds on a busy machine. */
async function render(): Promise<void> {
  const form = (
    <ParameterForm
      schema={schema}
      values={values}
      hidden={['axisPx']}
      testIdPrefix="ct"
      onChange={changed => {
        values = changed;
      }}
    />
  );
  await act(async () => root.render(form));
  for (let i = 0; i < 500 && !field('filter'); i++) await act(() => new Promise(resolve => setTimeout(resolve, 50)));
}

const field = (name: string) => host.querySelector<HTMLInputElement>(`[data-testid=ct-${name}]`);

function type(element: HTMLInputElement | HTMLSelectElement, value: string): void {
  const prototype = element instanceof HTMLSelectElement ? HTMLSelectElement.prototype : HTMLInputElement.prototype;
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(element, value);
  const kind = element instanceof HTMLSelectElement ? 'change' : 'input';
  act(() => void element.dispatchEvent(new Event(kind, { bubbles: true })));
}

test('a contract becomes one-line fields with units; advanced ones on request', async () => {
  await render();
  expect([...host.querySelectorAll('.daisy-Field > label')].map(label => label.textContent)).toEqual([
    'Filter',
    'Clip',
  ]);
  expect(host.querySelector('.daisy-Field-unit')?.textContent).toBe('keV');
  expect(host.querySelector('input[type=range]')).not.toBeNull();
  await act(async () => host.querySelector<HTMLButtonElement>('.daisy-Link')?.click());
  expect(field('quality')).not.toBeNull();
}, 30_000);

test('only what differs from the defaults is kept, and a value outside the limits is not taken', async () => {
  await render();
  type(field('filter') as HTMLInputElement, 'hann');
  expect(values).toEqual({ filter: 'hann' });
  type(field('clip') as HTMLInputElement, '7');
  expect(values).toEqual({ filter: 'hann' });
});

test('values of fields that are not shown stay', () => {
  expect(changedValues(schema, { other: 1, filter: 'hann' }, { filter: 'ramp', clip: 0.25 })).toEqual({
    other: 1,
    clip: 0.25,
  });
});

test('titles and descriptions follow the language, names and values stay', () => {
  const field = { type: 'string', enum: ['ramp', 'hann'], title: 'Filter', description: 'Sharp or smooth.' } as const;
  const trans = translateWith({ Filter: '滤波器' });
  expect(translatedSchema({ type: 'object', properties: { filter: field, plain: { type: 'number' } } }, trans)).toEqual(
    {
      type: 'object',
      properties: { filter: { ...field, title: '滤波器' }, plain: { type: 'number' } },
    },
  );
});

test('a form that is only looked at leaves a default that is written down where it is', async () => {
  values = { filter: 'ramp', clip: 0.5 };
  const before = values;
  await render();
  expect(values).toEqual({ filter: 'ramp', clip: 0.5 });
  expect(changedValues(schema, before, { filter: 'ramp', clip: 0.25 })).toEqual({ filter: 'ramp', clip: 0.25 });
  expect(changedValues(schema, { filter: 'hann', clip: 0.5 }, { filter: 'ramp', clip: 0.5 })).toEqual({ clip: 0.5 });
});
