/** A word of a CIF file; text in quotes or between semicolons is never a keyword. */
export interface CifToken {
  readonly text: string;
  readonly quoted: boolean;
  readonly line: number;
}

/**
 * Cuts CIF into words.
 * @throws Error when a quote or a text field does not end
 */
export function cifTokens(text: string): readonly CifToken[] {
  const lines = text.split(/\r\n|\r|\n/);
  const tokens: CifToken[] = [];
  for (let line = 0; line < lines.length; line++) {
    const content = lines[line]!;
    if (content.startsWith(';')) {
      const end = lines.findIndex((other, at) => at > line && other.startsWith(';'));
      if (end < 0) throw new Error(`the text in line ${line + 1} does not end`);
      const body = [content.slice(1), ...lines.slice(line + 1, end)].join('\n');
      tokens.push({ text: body.trim(), quoted: true, line: line + 1 });
      lines[end] = ` ${lines[end]!.slice(1)}`;
      line = end - 1;
      continue;
    }
    for (let at = 0; at < content.length;) {
      const character = content[at]!;
      if (/\s/.test(character)) at++;
      else if (character === '#') break;
      else if (character === "'" || character === '"') {
        const end = closing(content, at);
        if (end < 0) throw new Error(`the quote in line ${line + 1} does not end`);
        tokens.push({ text: content.slice(at + 1, end), quoted: true, line: line + 1 });
        at = end + 1;
      } else {
        const word = /^\S+/.exec(content.slice(at))![0];
        tokens.push({ text: word, quoted: false, line: line + 1 });
        at += word.length;
      }
    }
  }
  return tokens;
}

/** A quote ends where white space follows it. */
function closing(content: string, at: number): number {
  const quote = content[at]!;
  for (let end = content.indexOf(quote, at + 1); end >= 0; end = content.indexOf(quote, end + 1)) {
    if (end + 1 === content.length || /\s/.test(content[end + 1]!)) return end;
  }
  return -1;
}
