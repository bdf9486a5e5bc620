import type { Provenance } from '@daisy-lab/core';

interface Saved {
  files: Readonly<Record<string, string>>;
  readonly listeners: Set<() => void>;
}

/** Kept as long as somebody holds the provenance, that is, the run. */
const known = new WeakMap<Provenance, Saved>();

function entry(provenance: Provenance): Saved {
  const saved = known.get(provenance) ?? { files: {}, listeners: new Set() };
  known.set(provenance, saved);
  return saved;
}

/** Files to which outputs of a run were saved, by output. */
export function savedFiles(provenance: Provenance): Readonly<Record<string, string>> {
  return known.get(provenance)?.files ?? {};
}

/** Notes that outputs of the run with this very provenance now lie in a file. */
export function noteSaved(provenance: Provenance, outputs: readonly string[], path: string): void {
  const saved = entry(provenance);
  saved.files = { ...saved.files, ...Object.fromEntries(outputs.map(name => [name, path])) };
  for (const listener of saved.listeners) listener();
}

/** Calls `listener` whenever outputs of the run have been saved. */
export function onSaved(provenance: Provenance, listener: () => void): void {
  entry(provenance).listeners.add(listener);
}
