import { log } from './log.js';

/** Writes what must not be silent, such as a failed start, to the process's real stderr. */
export function report(text: string): void {
  log('error', text);
}
