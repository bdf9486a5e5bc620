/** Writes a line to the process's real stderr, which belongs to the notebook by then: start failures must not be silent. */
export function report(text: string): void {
  (process as unknown as { _rawDebug(text: string): void })._rawDebug(`daisy kernel: ${text}`);
}
