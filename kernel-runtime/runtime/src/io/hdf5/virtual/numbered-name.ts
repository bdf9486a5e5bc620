import { NotReadHere } from '../format/file-faults.js';

/** A name of a source: `%b` is the number of the block, `%%` a per cent sign. */
export interface NumberedName {
  readonly isNumbered: boolean;
  text(block: number): string;
}

/** @throws NotReadHere for anything else after a per cent sign */
export function numberedName(name: string): NumberedName {
  const parts = name.split(/(%[^]?)/);
  const isOdd = parts.some(part => part.startsWith('%') && part !== '%b' && part !== '%%');
  if (isOdd) throw new NotReadHere(`a virtual dataset of sources with the name ${name}`);
  return {
    isNumbered: parts.includes('%b'),
    text: block => parts.map(part => (part === '%b' ? String(block) : part === '%%' ? '%' : part)).join(''),
  };
}
