/** A line that a program does not end is cut here, so that one without line ends cannot fill the memory. */
const longestLine = 16 * 1024;

/** Cuts a stream of bytes into lines; a carriage return, by which programs redraw a progress bar, ends one too. */
export class LineSplitter {
  readonly #decoder = new TextDecoder();
  readonly #onLine: (line: string) => void;
  #open = '';

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  write(bytes: Uint8Array): void {
    const parts = (this.#open + this.#decoder.decode(bytes, { stream: true })).split(/[\r\n]+/);
    this.#open = parts.pop()!;
    parts.forEach(part => this.#tell(part));
    while (this.#open.length > longestLine) {
      this.#tell(this.#open.slice(0, longestLine));
      this.#open = this.#open.slice(longestLine);
    }
  }

  end(): void {
    this.#tell(this.#open);
    this.#open = '';
  }

  #tell(line: string): void {
    if (line.trim() !== '') this.#onLine(line);
  }
}
