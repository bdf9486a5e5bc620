/** Work in pieces, begun when nothing has been asked for a while; what is asked comes between two pieces. */
export class IdleWork {
  readonly #piece: () => boolean;
  readonly #idleMs: number;
  #timer: NodeJS.Timeout | undefined;

  /** @param piece does one piece; false when none is left */
  constructor(piece: () => boolean, idleMs: number) {
    this.#piece = piece;
    this.#idleMs = idleMs;
    this.postpone();
  }

  /** Something is asked: the next piece waits for the next pause. */
  postpone(): void {
    this.#workIn(this.#idleMs);
  }

  #workIn(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#piece()) this.#workIn(0);
    }, ms);
  }
}
