import type { CtOperation } from '@daisy-lab/core';
import type { CtState } from '../ct-state.js';

/** The part of the state that is the document: what a volume depends on. */
export type Edited = Pick<CtState, 'axisPx' | 'params' | 'operations'>;

/** Changes of the same value that follow each other this closely are one edit, ms. */
const togetherMs = 1000;
const mostEdits = 200;

/** Edits of the document that can be taken back. */
export class EditHistory {
  private past: readonly Edited[] = [];
  private future: readonly Edited[] = [];
  private last: { readonly subject: string; readonly at: number } | null = null;

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  /** @param goesOn the change belongs to one that has been noted, e.g. a drag */
  note(before: Edited, after: Edited, goesOn: boolean, now = performance.now()): void {
    const subject = subjectOf(before, after);
    // the first axis is found by the kernel when a scan is opened
    if (subject === null || before.axisPx === null) return;
    const together = goesOn || (this.last?.subject === subject && now - this.last.at < togetherMs);
    if (!together || this.past.length === 0) this.past = [...this.past.slice(1 - mostEdits), editedOf(before)];
    this.last = { subject, at: now };
    this.future = [];
  }

  undo(now: Edited): Edited | null {
    const before = this.past.at(-1);
    if (!before) return null;
    this.past = this.past.slice(0, -1);
    this.future = [editedOf(now), ...this.future];
    this.last = null;
    return before;
  }

  redo(now: Edited): Edited | null {
    const [after, ...rest] = this.future;
    if (!after) return null;
    this.future = rest;
    this.past = [...this.past, editedOf(now)];
    this.last = null;
    return after;
  }

  forget(): void {
    this.past = [];
    this.future = [];
    this.last = null;
  }
}

const editedOf = ({ axisPx, params, operations = [] }: Edited): Edited => ({ axisPx, params, operations });

/** What was changed; null when nothing was. Adding, moving and bypassing operations never join with the edit before. */
function subjectOf(before: Edited, after: Edited): string | null {
  const names = changedNames(before.params, after.params);
  if (names.length > 0) return `params ${names.join(' ')}`;
  const operations = changedOperation(before.operations ?? [], after.operations ?? []);
  if (operations !== null) return operations;
  return before.axisPx === after.axisPx ? null : 'axis';
}

function changedOperation(before: readonly CtOperation[], after: readonly CtOperation[]): string | null {
  const order = (operations: readonly CtOperation[]) =>
    operations.map(({ algorithm, off }) => `${algorithm}${off ? ' off' : ''}`).join();
  if (order(before) !== order(after)) return `operations ${order(after)}`;
  const changed = before.findIndex(({ params }, at) => changedNames(params, after[at].params).length > 0);
  if (changed < 0) return null;
  return `operation ${changed} ${changedNames(before[changed].params, after[changed].params).join(' ')}`;
}

function changedNames(before: CtOperation['params'], after: CtOperation['params']): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter(name => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}
