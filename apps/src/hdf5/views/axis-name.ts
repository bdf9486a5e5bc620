import type { DataDescription } from '@daisy-lab/core';
import type { Translate } from '../../kit/i18n/translate.js';

/** The name that the file gives an axis, its number otherwise. */
export function axisName(described: DataDescription | null, axis: number, trans: Translate): string {
  const named = described?.axes[axis];
  return named ? named.slice(named.lastIndexOf('/') + 1) : trans.__('axis %1', axis);
}
