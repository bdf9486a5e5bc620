import { createRoot } from 'react-dom/client';
import { TranslateContext, type Translate } from '../i18n/translate.js';
import { RunCard } from './run-card.js';
import type { ShownRun } from './shown-run.js';

/** Draws a run into an element; `update` draws its next state in place. */
export function mountRun(
  host: HTMLElement,
  run: ShownRun,
  trans: Translate,
): { update(run: ShownRun): void; dispose(): void } {
  const root = createRoot(host);
  const update = (shown: ShownRun): void =>
    root.render(
      <TranslateContext.Provider value={trans}>
        <RunCard run={shown} />
      </TranslateContext.Provider>,
    );
  update(run);
  return { update, dispose: () => root.unmount() };
}
