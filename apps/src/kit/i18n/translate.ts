import { createContext, useContext } from 'react';

/** What the screens need of a translator; JupyterLab's translation bundle fits. `%1`, `%2` stand for the arguments. */
export interface Translate {
  __(text: string, ...args: unknown[]): string;
  /** `%1` is the number. */
  _n(singular: string, plural: string, n: number, ...args: unknown[]): string;
}

/** Fills `%1`, `%2`, ... */
export function fill(text: string, args: readonly unknown[]): string {
  return text.replace(/%(\d)/g, (whole, at: string) =>
    Number(at) <= args.length ? String(args[Number(at) - 1]) : whole,
  );
}

/** A translator over a plain catalogue; texts without entry stay English. */
export function translateWith(catalogue: Readonly<Record<string, string>> = {}): Translate {
  return {
    __: (text, ...args) => fill(catalogue[text] ?? text, args),
    _n: (singular, plural, n, ...args) => {
      const english = n === 1 ? singular : plural;
      return fill(catalogue[english] ?? english, [n, ...args]);
    },
  };
}

export const TranslateContext = createContext<Translate>(translateWith());

/** The translator of the surrounding app. */
export function useTranslate(): Translate {
  return useContext(TranslateContext);
}
