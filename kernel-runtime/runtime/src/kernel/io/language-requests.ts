import type { Completeness, Completion, Inspection } from '../engine/engine.js';
import { toCodePoints, toUtf16 } from '../wire/cursor.js';
import type { Ask, Port } from './ask.js';

type Content = Readonly<Record<string, unknown>>;

/** Completion, inspection and is-complete, asked of the thread that has the compiler. */
export class LanguageRequests {
  readonly #ask: Ask;
  readonly #port: Port;

  constructor(ask: Ask, port: Port) {
    this.#ask = ask;
    this.#port = port;
  }

  /** Content of the `complete_reply`. */
  async complete(content: Content): Promise<object> {
    const { code, position } = cursor(content);
    const found = await this.#ask.to<Completion>(this.#port, { kind: 'complete', code, position });
    return {
      status: 'ok',
      matches: found.matches,
      cursor_start: toCodePoints(code, found.start),
      cursor_end: toCodePoints(code, found.end),
      metadata: found.metadata ?? {},
    };
  }

  /** Content of the `inspect_reply`. */
  async inspect(content: Content): Promise<object> {
    const detail = content['detail_level'] === 1 ? 1 : 0;
    const found = await this.#ask.to<Inspection>(this.#port, { kind: 'inspect', ...cursor(content), detail });
    return { status: 'ok', found: found.found, data: found.data, metadata: {} };
  }

  /** Content of the `is_complete_reply`. */
  async isComplete(content: Content): Promise<object> {
    return this.#ask.to<Completeness>(this.#port, { kind: 'isComplete', code: String(content['code'] ?? '') });
  }
}

function cursor(content: Content): { readonly code: string; readonly position: number } {
  const code = String(content['code'] ?? '');
  const points = content['cursor_pos'];
  return { code, position: typeof points === 'number' ? toUtf16(code, points) : code.length };
}
