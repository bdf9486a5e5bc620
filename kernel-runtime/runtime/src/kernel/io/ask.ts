/** The part of a MessagePort or Worker that a question needs. */
export interface Port {
  postMessage(message: unknown): void;
}

/** Questions to another thread: each gets a number, the answer carries it back. */
export class Ask {
  #last = 0;
  readonly #waiting = new Map<number, (value: unknown) => void>();

  to<T>(port: Port, question: object): Promise<T> {
    const id = ++this.#last;
    return new Promise<T>(resolve => {
      this.#waiting.set(id, resolve as (value: unknown) => void);
      port.postMessage({ ...question, id });
    });
  }

  /** Hands an answer to whoever asked; answers that nobody waits for are dropped. */
  readonly answered = ({ id, value }: { readonly id: number; readonly value: unknown }): void => {
    this.#waiting.get(id)?.(value);
    this.#waiting.delete(id);
  };
}
