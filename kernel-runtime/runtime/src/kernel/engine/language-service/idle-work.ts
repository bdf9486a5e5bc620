/** Work in pieces, each when nothing has been asked for a while. */
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
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#piece()) this.postpone();
    }, this.#idleMs);
  }
}
