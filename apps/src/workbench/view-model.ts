import { useEffect, useState, useSyncExternalStore } from 'react';

/** State of a screen that lives beside its drawing: one immutable view at a time, and a word when it changes. */
export abstract class ViewModel<V> {
  #view: V;
  #stopped = false;
  readonly #listeners = new Set<() => void>();
  readonly #stops: (() => void)[] = [];

  constructor(view: V) {
    this.#view = view;
  }

  getView = (): V => this.#view;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Begins to follow what it shows. */
  abstract start(): void;

  dispose(): void {
    this.#stopped = true;
    for (const stop of this.#stops.splice(0)) stop();
  }

  /** Called when the model is disposed. */
  protected onStop(stop: () => void): void {
    this.#stops.push(stop);
  }

  /** What comes after the end is dropped. */
  protected update(change: Partial<V>): void {
    if (this.#stopped) return;
    this.#view = { ...this.#view, ...change };
    for (const listener of this.#listeners) listener();
  }
}

/** A model for as long as a component is there, and what it shows. */
export function useModel<V, M extends ViewModel<V>>(make: () => M & ViewModel<V>): readonly [M, V] {
  const [model] = useState(make);
  const view = useSyncExternalStore(model.subscribe, model.getView);
  useEffect(() => {
    model.start();
    return () => model.dispose();
  }, [model]);
  return [model, view];
}
