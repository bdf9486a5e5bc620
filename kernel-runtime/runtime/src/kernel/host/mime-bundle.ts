import { types } from 'node:util';
import { isShown } from '../../display/display.js';
import { toBundle } from '../../display/to-bundle.js';
import type { MimeBundle } from '../engine/engine.js';

/**
 * The result of a cell in all forms that it offers, `text/plain` always among them; a promise is awaited. Nothing for what `display`
 * returned, which stands below the cell already, and for a promise of nothing.
 */
export function mimeBundle(value: unknown): MimeBundle | undefined | Promise<MimeBundle | undefined> {
  if (types.isPromise(value)) return value.then(result => (result === undefined ? undefined : mimeBundle(result)));
  return isShown(value) ? undefined : toBundle(value);
}
