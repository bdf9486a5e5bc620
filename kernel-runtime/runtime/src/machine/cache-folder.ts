import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The folder for what can be made again: the environment variable DAISY_CACHE, else `daisy` in the user's cache folder. */
export function cacheFolder(): string {
  const { DAISY_CACHE: own, XDG_CACHE_HOME: xdg, LOCALAPPDATA: windows } = process.env;
  if (own) return resolve(own);
  if (process.platform === 'win32' && windows) return join(windows, 'daisy', 'Cache');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'daisy');
  return join(xdg || join(homedir(), '.cache'), 'daisy');
}
