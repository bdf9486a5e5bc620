/** Weight of a line in the log, heaviest first. */
export const logLevels = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];

let shown = logLevels.indexOf('warn');

/** Lines lighter than this are left out; each thread is told once, at its start. */
export function setLogLevel(level: LogLevel): void {
  shown = logLevels.indexOf(level);
}

/**
 * Writes a line to the process's real stderr, which is the log of the server or the terminal: the process's own streams belong to
 * the notebook. Written like the lines of Jupyter, `[W 12:30:01.250 daisy] text`.
 */
export function log(level: LogLevel, text: string): void {
  if (logLevels.indexOf(level) > shown) return;
  const time = new Date().toISOString().slice(11, 23);
  (process as unknown as { _rawDebug(text: string): void })._rawDebug(
    `[${level[0]!.toUpperCase()} ${time} daisy] ${text}`,
  );
}
