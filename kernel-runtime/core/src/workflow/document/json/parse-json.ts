import { DaisyError } from '../../../errors/daisy-error.js';
import { pathText, type ArrayNode, type JsonNode, type Member, type ObjectNode, type ScalarNode } from './json-tree.js';

/** Deeper nesting than any document has; without a limit a hostile text would exhaust the stack. */
const deepest = 200;

/**
 * Reads a JSON text and remembers where everything stands. Stricter than `JSON.parse` in one point: a key that comes twice in an object
 * is an error, for one of the two values would be lost. A byte order mark is skipped.
 * @throws DaisyError `Input` with line and column
 */
export function parseJson(text: string): JsonNode {
  return new JsonReader(text).document();
}

class JsonReader {
  #at: number;
  readonly #path: (string | number)[] = [];

  constructor(readonly text: string) {
    this.#at = text.startsWith('\uFEFF') ? 1 : 0;
  }

  document(): JsonNode {
    this.#blanks();
    if (this.#at === this.text.length) throw this.#error('it is empty');
    const node = this.#value();
    this.#blanks();
    if (this.#at < this.text.length) throw this.#error(`${this.#here()} follows its end`);
    return node;
  }

  #value(): JsonNode {
    if (this.#path.length > deepest) throw this.#error(`it is nested more than ${deepest} deep`);
    const char = this.text[this.#at];
    if (char === '{') return this.#object();
    if (char === '[') return this.#array();
    return this.#scalar();
  }

  #object(): ObjectNode {
    const start = this.#at++;
    const members: Member[] = [];
    const seen = new Set<string>();
    for (this.#blanks(); this.text[this.#at] !== '}'; this.#blanks()) {
      if (members.length > 0) this.#separator('}');
      const keyStart = this.#at;
      if (this.text[keyStart] !== '"') throw this.#error(`a name in quotes is missing before ${this.#here()}`);
      const key = this.#string();
      const keyEnd = this.#at;
      if (seen.has(key)) {
        this.#at = keyStart;
        throw this.#error(`"${key}" stands twice in ${pathText(this.#path)}`);
      }
      seen.add(key);
      this.#blanks();
      if (this.text[this.#at] !== ':') throw this.#error(`a colon is missing after "${key}"`);
      this.#at++;
      this.#blanks();
      this.#path.push(key);
      members.push({ key, keyStart, keyEnd, value: this.#value() });
      this.#path.pop();
    }
    return { kind: 'object', start, end: ++this.#at, members };
  }

  #array(): ArrayNode {
    const start = this.#at++;
    const items: JsonNode[] = [];
    for (this.#blanks(); this.text[this.#at] !== ']'; this.#blanks()) {
      if (items.length > 0) this.#separator(']');
      this.#path.push(items.length);
      items.push(this.#value());
      this.#path.pop();
    }
    return { kind: 'array', start, end: ++this.#at, items };
  }

  #separator(close: string): void {
    if (this.text[this.#at] !== ',') throw this.#error(`a comma or "${close}" is missing before ${this.#here()}`);
    this.#at++;
    this.#blanks();
    if (this.text[this.#at] === close) throw this.#error(`a comma stands before "${close}"`);
  }

  #scalar(): ScalarNode {
    const start = this.#at;
    if (this.text[start] === '"') return { kind: 'scalar', start, value: this.#string(), end: this.#at };
    const [word] =
      /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)/.exec(this.text.slice(start, start + 400)) ??
      [];
    if (word === undefined) throw this.#error(`${this.#here()} is no value`);
    const value = JSON.parse(word) as null | boolean | number;
    if (typeof value === 'number' && !Number.isFinite(value)) throw this.#error(`the number ${word} is too large`);
    this.#at += word.length;
    return { kind: 'scalar', start, value, end: this.#at };
  }

  #string(): string {
    const start = this.#at;
    let end = start + 1;
    while (end < this.text.length && this.text[end] !== '"') end += this.text[end] === '\\' ? 2 : 1;
    if (end >= this.text.length) throw this.#error('a text in quotes has no end');
    this.#at = end + 1;
    try {
      return JSON.parse(this.text.slice(start, end + 1)) as string;
    } catch {
      this.#at = start;
      throw this.#error('a text in quotes has a line break or an unknown escape in it');
    }
  }

  #blanks(): void {
    while (' \t\n\r'.includes(this.text[this.#at] ?? 'x')) this.#at++;
    const next = this.text.slice(this.#at, this.#at + 2);
    if (next === '//' || next === '/*') {
      throw this.#error('JSON has no comments; write notes into "view.comments"');
    }
  }

  #here(): string {
    const char = this.text[this.#at];
    return char === undefined ? 'the end of the text' : JSON.stringify(char);
  }

  #error(reason: string): DaisyError {
    const before = this.text.slice(0, this.#at).split(/\r\n|\n|\r/);
    const line = before.length;
    const column = before.at(-1)!.length + 1;
    return new DaisyError('Input', {
      message: `The document is no valid JSON: ${reason} (line ${line}, column ${column}).`,
      line,
      column,
    });
  }
}
