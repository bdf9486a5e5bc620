import { useEffect, useState, useSyncExternalStore, type DependencyList, type ReactNode } from 'react';
import { TranslateContext, type Translate } from '../i18n/translate.js';
import { DrawingBoundary } from './drawing-boundary.js';

/** State of an app beside its drawing: one immutable view at a time, and a word when it changes. */
export interface AppModel<V> {
  getView(): V;
  subscribe(listener: () => void): () => void;
  dispose(): void;
}

interface WithModelProps<V, M extends AppModel<V>> {
  readonly trans: Translate;
  readonly make: () => M & AppModel<V>;
  /** A new model is made when one of these changes. */
  readonly of: DependencyList;
  readonly children: (model: M, view: V) => ReactNode;
}

/** An app around its model, which lives as long as the app and what it is of. */
export function WithModel<V, M extends AppModel<V>>({ trans, make, of, children }: WithModelProps<V, M>): ReactNode {
  const [model, setModel] = useState<(M & AppModel<V>) | null>(null);
  useEffect(() => {
    const made = make();
    setModel(made);
    return () => made.dispose();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `make` is new at every drawing; `of` says when it counts
  }, of);
  return (
    <TranslateContext.Provider value={trans}>
      {model && (
        <DrawingBoundary>
          <Viewed model={model}>{view => children(model, view)}</Viewed>
        </DrawingBoundary>
      )}
    </TranslateContext.Provider>
  );
}

interface ViewedProps<V> {
  readonly model: AppModel<V>;
  readonly children: (view: V) => ReactNode;
}

function Viewed<V>({ model, children }: ViewedProps<V>): ReactNode {
  return children(useSyncExternalStore(model.subscribe, model.getView));
}
