import type { LanguageQuestion, RefusedCell } from './messages.js';

/** What a question gets that the compiler could not answer; a cell is refused with the sentence. */
export function noAnswer(question: LanguageQuestion, sentence: string): unknown {
  switch (question.kind) {
    case 'compile': {
      const problem = { line: 1, character: 0, length: 1, code: 0, text: sentence, syntax: true };
      return { status: 'refused', problems: [problem] } satisfies RefusedCell;
    }
    case 'local':
      return { status: 'package' };
    case 'complete':
      return { matches: [], start: question.position, end: question.position };
    case 'inspect':
      return { found: false, data: {} };
    case 'isComplete':
      return { status: 'unknown' };
    case 'settle':
      return undefined;
  }
}
