import type { Translate } from './translate.js';

/** Techniques by their short names; those of other packages by the name that they give themselves. */
export function techniqueText(technique: string, trans: Translate): string {
  switch (technique) {
    case 'ct':
      return trans.__('Computed tomography');
    case 'image':
      return trans.__('Images');
    case 'convert':
      return trans.__('Converters');
    default:
      return technique;
  }
}
