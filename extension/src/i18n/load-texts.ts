import type { ITranslator, TranslationBundle } from '@jupyterlab/translation';
import type { Catalogue } from './catalogue.js';

/** Translated texts of Daisy: the calls that its screens make. */
export type Texts = Pick<TranslationBundle, '__' | '_n'>;

/**
 * The texts in the language of JupyterLab. English is the source; Simplified Chinese comes with Daisy, so that no language pack has
 * to be installed on the server; any other language can come from a pack with the domain `daisy`.
 */
export async function loadTexts(translator: ITranslator): Promise<Texts> {
  const trans = translator.load('daisy');
  if (translator.languageCode.replace('-', '_') !== 'zh_CN') return trans;
  const { catalogue } = await import('./catalogue-zh-cn.js');
  return withCatalogue(trans, catalogue);
}

/** Texts from a catalogue; what it lacks comes from the pack. */
export function withCatalogue(pack: Texts, catalogue: Catalogue): Texts {
  return {
    __: (text, ...values) => fill(catalogue[text], values) ?? pack.__(text, ...values),
    _n: (one, many, count, ...values) =>
      fill(catalogue[count === 1 ? one : many], [count, ...values]) ?? pack._n(one, many, count, ...values),
  };
}

const fill = (text: string | undefined, values: readonly unknown[]): string | undefined =>
  text?.replace(/%(\d+)/g, (place, index) => String(values[Number(index) - 1] ?? place));
