import type { AttributeValue } from '../attributes.js';
import type { FileBytes } from '../bytes/file-bytes.js';
import { damaged } from '../bytes/problems.js';

export const blockBytes = 2880;
const cardBytes = 80;
const mostCards = 36 * 4096;

/** Keywords of one header, text without quotes, logical values as 1 and 0. */
export interface FitsHeader {
  readonly cards: ReadonlyMap<string, string | number>;
  /** Byte where its data begin. */
  readonly dataAt: number;
  number(key: string, otherwise?: number): number;
  text(key: string): string;
}

/**
 * Reads the header at byte `at` (FITS 4.0, section 4).
 * @throws DaisyError `File` when it does not end or holds what is no card.
 */
export function readFitsHeader(file: FileBytes, at: number): FitsHeader {
  const cards = new Map<string, string | number>();
  let last = '';
  for (let block = at, count = 0; ; block += blockBytes) {
    const text = new TextDecoder('latin1').decode(file.read(block, blockBytes));
    for (let card = 0; card < blockBytes; card += cardBytes, count++) {
      const line = text.slice(card, card + cardBytes);
      const key = line.slice(0, 8).trimEnd();
      if (key === 'END' && line.slice(3).trim() === '') return header(file, cards, block + blockBytes);
      if (/[^A-Z0-9_-]/.test(key)) throw damaged(file.path, `"${key}" at byte ${block + card} is no keyword`);
      if (key === 'CONTINUE') {
        const more = textOf(line.slice(8).trimStart());
        const before = cards.get(last);
        if (typeof before === 'string' && more !== null) cards.set(last, before.replace(/&$/, '') + more);
      } else if (line.slice(8, 10) === '= ' && !cards.has(key)) {
        cards.set(key, valueOf(line.slice(10)));
        last = key;
      }
    }
    if (count > mostCards) throw damaged(file.path, 'a header does not end');
  }
}

function header(file: FileBytes, cards: ReadonlyMap<string, string | number>, dataAt: number): FitsHeader {
  return {
    cards,
    dataAt,
    number: (key, otherwise) => {
      const value = cards.get(key) ?? otherwise;
      if (typeof value !== 'number') throw damaged(file.path, `the keyword ${key} is missing or no number`);
      return value;
    },
    text: key => String(cards.get(key) ?? ''),
  };
}

function textOf(field: string): string | null {
  const quoted = /^\s*'((?:[^']|'')*)'/.exec(field);
  return quoted ? quoted[1]!.replaceAll("''", "'").trimEnd() : null;
}

function valueOf(field: string): string | number {
  const text = textOf(field);
  if (text !== null) return text;
  const bare = field.split('/')[0]!.trim();
  if (bare === 'T' || bare === 'F') return Number(bare === 'T');
  const value = Number(bare.replace(/D/i, 'E'));
  return bare === '' || Number.isNaN(value) ? bare : value;
}

/** What a header says beside how its data are stored. */
export function fitsAttributes(header: FitsHeader): Readonly<Record<string, AttributeValue>> {
  const structural =
    /^(SIMPLE|XTENSION|BITPIX|NAXIS\d*|EXTEND|PCOUNT|GCOUNT|TFIELDS|TTYPE\d+|TFORM\d+|TBCOL\d+|CHECKSUM|DATASUM)$/;
  const entries = [...header.cards.entries()].filter(([key]) => !structural.test(key));
  const unit = header.cards.get('BUNIT');
  return Object.fromEntries([...entries, ...(typeof unit === 'string' ? [['units', unit] as const] : [])]);
}

/** A header in whole blocks. */
export function fitsCards(
  cards: readonly (readonly [key: string, value: string | number | boolean, comment?: string])[],
): Uint8Array {
  const lines = cards.map(([key, value, comment]) => {
    const field =
      typeof value === 'string'
        ? `'${value.replaceAll("'", "''").padEnd(8)}'`.padEnd(20)
        : (typeof value === 'boolean' ? (value ? 'T' : 'F') : exact(value)).padStart(20);
    return `${key.padEnd(8)}= ${field}${comment ? ` / ${comment}` : ''}`.slice(0, cardBytes).padEnd(cardBytes);
  });
  const text = [...lines, 'END'.padEnd(cardBytes)].join('');
  return new TextEncoder().encode(text.padEnd(Math.ceil(text.length / blockBytes) * blockBytes));
}

/** All digits of a whole number: 2^63 is 9223372036854775808. */
const exact = (value: number): string => (Number.isInteger(value) ? BigInt(value).toString() : String(value));
