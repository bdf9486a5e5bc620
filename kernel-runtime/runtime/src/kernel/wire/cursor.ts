/** Cursor positions are code points on the wire and UTF-16 units in TypeScript. */
export function toUtf16(text: string, points: number): number {
  return [...text].slice(0, points).join('').length;
}

export function toCodePoints(text: string, units: number): number {
  return [...text.slice(0, units)].length;
}
