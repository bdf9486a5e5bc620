import module from 'node:module';
import { join } from 'node:path';
import { cacheFolder } from '../machine/cache-folder.js';

/** Absent before Node 22.8; the second before 22.10. */
interface CompileCache {
  enableCompileCache?(folder: string): unknown;
  flushCompileCache?(): void;
}
const cache = module as unknown as CompileCache;

/**
 * Compiled code is kept between starts, in a folder of the user alone, so that nobody else can plant code there. Each thread says so for
 * itself, and only what it loads afterwards counts. NODE_COMPILE_CACHE and NODE_DISABLE_COMPILE_CACHE of Node come first.
 */
export function keepCompiledCode(): void {
  cache.enableCompileCache?.(join(cacheFolder(), 'code'));
}

/** Writes it now: a kernel that is killed would leave nothing to the next one. */
export function writeCompiledCode(): void {
  cache.flushCompileCache?.();
}
