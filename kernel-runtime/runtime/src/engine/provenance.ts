import type { ValueRecord } from './scope.js';

/** The files that inputs are or come from, by input: paths, file references, opened data sets that describe themselves. */
export function filesOf(inputs: ValueRecord): Readonly<Record<string, string>> {
  const files = Object.entries(inputs).flatMap(([name, value]) => {
    const path = fileOf(value);
    return path === undefined ? [] : [[name, path] as const];
  });
  return Object.fromEntries(files);
}

/** The file that a value is or comes from. */
export function fileOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  const { path, description } = value as { path?: unknown; description?: { path?: unknown } };
  const found = path ?? description?.path;
  return typeof found === 'string' ? found : undefined;
}
