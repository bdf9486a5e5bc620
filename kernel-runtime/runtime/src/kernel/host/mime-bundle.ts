import { inspect } from 'node:util';
import type { MimeBundle } from '../engine/engine.js';

/** Values with this method draw themselves: it returns a MIME bundle, or a promise of one. */
export const displaySymbol: unique symbol = Symbol.for('Jupyter.display') as never;

/** A value in all forms that it offers; `text/plain` always among them. */
export function mimeBundle(value: unknown): MimeBundle | Promise<MimeBundle> {
  const drawn = drawItself(value);
  if (drawn instanceof Promise) return drawn.then(bundle => ({ 'text/plain': plain(value), ...bundle }));
  return drawn
    ? 'text/plain' in drawn
      ? drawn
      : { 'text/plain': plain(value), ...drawn }
    : { 'text/plain': plain(value) };
}

function drawItself(value: unknown): MimeBundle | Promise<MimeBundle> | undefined {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return undefined;
  const draw = (value as { readonly [displaySymbol]?: unknown })[displaySymbol];
  return typeof draw === 'function' ? (draw.call(value) as MimeBundle | Promise<MimeBundle>) : undefined;
}

function plain(value: unknown): string {
  return typeof value === 'string'
    ? inspect(value, { maxStringLength: 10_000 })
    : inspect(value, { maxArrayLength: 100, maxStringLength: 10_000 });
}
