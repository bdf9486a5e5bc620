const strict = new TextDecoder('utf-8', { fatal: true });
const lenient = new TextDecoder('utf-8');
const latin = new TextDecoder('latin1');
const spaces = 2;

/**
 * Text that ends with a zero byte or is filled up with zero bytes or with spaces (`padding` 2). What a file calls ASCII is UTF-8 more often
 * than not; what is not UTF-8 is taken for Latin 1.
 */
export function textOf(stored: Uint8Array, padding: number): string {
  const end = stored.indexOf(0);
  const text = decoded(end < 0 ? stored : stored.subarray(0, end));
  return padding === spaces ? text.replace(/ +$/, '') : text;
}

function decoded(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    // a text that was cut off within its last character
    const text = lenient.decode(bytes).replace(/\ufffd$/, '');
    return text.includes('\ufffd') ? latin.decode(bytes) : text;
  }
}
