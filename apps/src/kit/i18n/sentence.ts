import { kernelSentences } from '../../i18n/kernel-sentences.js';
import { fill, type Translate } from './translate.js';

interface Template {
  readonly text: string;
  readonly pattern: RegExp;
  /** Numbers of its places in the order in which they stand. */
  readonly places: readonly number[];
}

let templates: readonly Template[] | undefined;

/**
 * A sentence of the kernel in the language of the page. The kernel fills its sentences in English; here they are taken apart again by
 * their templates, and the values go into the translated one. A value may be such a sentence itself. What is not known stays English.
 */
export function sentenceText(trans: Translate, said: string): string {
  // A name in a sentence may not turn the direction of what follows it.
  const english = said.replace(/[\u202a-\u202e\u2066-\u2069]/g, '');
  const whole = trans.__(english);
  if (whole !== english) return whole;
  templates ??= kernelSentences.map(templateOf);
  for (const { text, pattern, places } of templates) {
    const found = pattern.exec(english);
    if (!found) continue;
    const values: string[] = [];
    places.forEach((place, at) => (values[place - 1] = sentenceText(trans, found[at + 1])));
    const translated = trans.__(text, ...values);
    // with nothing to translate the values stay as they were
    return translated === fill(text, values) ? english : translated;
  }
  return english;
}

function templateOf(text: string): Template {
  const parts = text.split(/%(\d)/);
  const places = parts.filter((_, at) => at % 2 === 1).map(Number);
  const source = parts
    .map((part, at) => (at % 2 === 1 ? '(.+?)' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
    .join('');
  return { text, places, pattern: new RegExp(`^${source}$`, 's') };
}
