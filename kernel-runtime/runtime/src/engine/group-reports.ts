import type { DaisyError, FlatGraph, FlatStep, NodeState } from '@daisy-lab/core';
import { childPath } from './progress-meter.js';
import type { RunScope } from './scope.js';

/** Tells how the nested workflows of a run are doing, which have been taken apart: from the states of their steps. */
export class GroupReports {
  readonly #scope: RunScope;
  readonly #path: string;
  readonly #groups: readonly { readonly path: string; readonly title: string; readonly open: Set<string> }[];
  readonly #told = new Map<string, NodeState>();

  constructor(scope: RunScope, path: string, graph: FlatGraph, running: readonly FlatStep[]) {
    this.#scope = scope;
    this.#path = path;
    this.#groups = graph.groups.map(group => ({
      ...group,
      open: new Set(running.map(step => step.path).filter(step => step.startsWith(`${group.path}/`))),
    }));
  }

  changed(step: string, state: NodeState, error?: DaisyError): void {
    for (const group of this.#groups) {
      if (!step.startsWith(`${group.path}/`)) continue;
      if (state === 'running') this.#tell(group, 'running', 0);
      else if (state === 'failed' || state === 'cancelled') this.#tell(group, state, 0, error);
      else if (group.open.delete(step) && group.open.size === 0) this.#tell(group, 'done', 1);
      else if (group.open.size === 0) this.#tell(group, 'cached', 1);
    }
  }

  #tell(group: { path: string; title: string }, state: NodeState, progress: number, error?: DaisyError): void {
    const before = this.#told.get(group.path);
    if (before === state || (before !== undefined && before !== 'running')) return;
    this.#told.set(group.path, state);
    const failure = error ? { error } : {};
    this.#scope.report({ path: childPath(this.#path, group.path), title: group.title, state, progress, ...failure });
  }
}
