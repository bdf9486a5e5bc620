import type { Translate } from './translate.js';

/** A unit of a contract as people write it: `um` as µm, `pixel` as px or in the language of the screen. */
export function unitText(unit: string, trans: Translate): string {
  if (unit === 'um') return 'µm';
  if (unit === 'deg') return '°';
  return unit === 'pixel' ? trans.__('px') : unit;
}
