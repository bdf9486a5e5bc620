import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cellGlobals } from '../cell-globals.js';

/** The part of the compiler's `sys` that looks at the disk. */
export type FileSystem = Record<string, ((path: string, ...rest: unknown[]) => unknown) | undefined>;

/** The one declaration file that every cell sees: the kernel's own globals are added to it. */
const nodeTypes = /\/@types\/node\/(ts[\d.]+\/)?index\.d\.ts$/;
const looking = ['fileExists', 'directoryExists', 'readFile', 'readDirectory', 'getDirectories', 'realpath'];

/**
 * tslab's compiler resolves packages as Node 10 did, from the notebook's folder alone. Through this view, packages of the kernel
 * appear in `<cwd>/node_modules`, and `exports` maps are played back as plain `types`.
 */
export function showKernelPackages(system: FileSystem, cwd: string, kernelModules: string): void {
  const notebookModules = join(cwd, 'node_modules');
  const place = (path: string): string => {
    if (!path.includes('node_modules')) return path;
    const inNotebook = path === notebookModules || path.startsWith(`${notebookModules}/`);
    const found = inNotebook && !existsSync(path) ? kernelModules + path.slice(notebookModules.length) : path;
    return existsSync(found) ? found : (subpathTypes(found) ?? found);
  };
  for (const name of looking) {
    const original = system[name];
    if (!original) continue;
    system[name] = (path, ...rest) => {
      const at = place(path);
      const answer = original.call(system, at, ...rest);
      if (name !== 'readFile' || typeof answer !== 'string') return answer;
      if (nodeTypes.test(at)) return answer + cellGlobals;
      return at.endsWith('/package.json') ? withTypes(answer) : answer;
    };
  }
}

/** `pkg/sub.d.ts` -> the types of `exports["./sub"]`. */
function subpathTypes(path: string): string | undefined {
  const match = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/@][^/]*)\/(.+?)\.d\.ts$/.exec(path);
  if (!match) return undefined;
  const types = typesOf(readManifest(match[1]!)?.exports?.[`./${match[2]!}`]);
  return types === undefined ? undefined : join(match[1]!, types);
}

interface Manifest {
  readonly types?: string;
  readonly typings?: string;
  readonly exports?: Readonly<Record<string, unknown>>;
}

function readManifest(folder: string): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  } catch {
    return undefined;
  }
}

function withTypes(text: string): string {
  try {
    const manifest = JSON.parse(text) as Manifest;
    const types = manifest.types ?? manifest.typings ?? typesOf(manifest.exports?.['.'] ?? manifest.exports);
    return types === undefined ? text : JSON.stringify({ ...manifest, types });
  } catch {
    return text;
  }
}

/** Types of an entry of `exports`: named, or beside the JavaScript file. */
function typesOf(entry: unknown): string | undefined {
  if (typeof entry === 'string') return /\.d\.[cm]?ts$/.test(entry) ? entry : entry.replace(/\.([cm]?)js$/, '.d.$1ts');
  if (typeof entry !== 'object' || entry === null) return undefined;
  const conditions = entry as Readonly<Record<string, unknown>>;
  for (const name of ['types', 'import', 'node', 'default', 'require'])
    if (conditions[name] !== undefined) return typesOf(conditions[name]);
  return undefined;
}
