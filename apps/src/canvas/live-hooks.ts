import { useCallback, useSyncExternalStore } from 'react';
import type { LiveCard, LiveCards } from './live-cards.js';

/** What is live of one card; or what `pick` takes of it, which then is all that draws anew. */
export function useLive<T>(live: LiveCards, item: string, pick: (card: LiveCard) => T): T {
  const subscribe = useCallback((listener: () => void) => live.subscribe(item, listener), [live, item]);
  return useSyncExternalStore(subscribe, () => pick(live.of(item)));
}
