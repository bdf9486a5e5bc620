import type { KeyboardEvent } from 'react';
import type { Fragment } from '@daisy-lab/core';
import type { CanvasModel } from './canvas-model.js';
import type { CanvasView } from './canvas-view.js';
import { kindOf } from './places.js';

/** What keys do beside the model. */
export interface KeyTargets {
  showAll(): void;
  find(): void;
  /** Puts the selected steps into a frame. */
  group(): void;
  /** Opens the workflow inside a step. */
  open(step: string): void;
  /** Goes back to the workflow around this one. */
  back(): void;
}

/** Copied steps of any canvas in this page. */
let clipboard: Fragment | null = null;

/** Keys of the canvas; those in fields are the field's. The guide lists them. */
export function onKey(event: KeyboardEvent, model: CanvasModel, view: CanvasView, targets: KeyTargets): void {
  if ((event.target as HTMLElement).closest('input, select, textarea')) return;
  const work = workOf(event, model, view, targets);
  if (!work) return;
  event.preventDefault();
  event.stopPropagation();
  work();
}

function workOf(
  { key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent,
  model: CanvasModel,
  view: CanvasView,
  targets: KeyTargets,
): (() => void) | undefined {
  if (key === 'Delete' || key === 'Backspace') return () => model.removeSelected();
  if (altKey && key === 'ArrowUp') return () => targets.back();
  if (!ctrlKey && !metaKey) {
    const [only] = view.selected;
    const isStep = only !== undefined && kindOf(only) === 'step';
    if (key === '1') return () => targets.showAll();
    if (key === 'o' && isStep) return () => targets.open(only);
    return undefined;
  }
  switch (key.toLowerCase()) {
    case 'z':
      return () => (shiftKey ? model.redo() : model.undo());
    case 'y':
      return () => model.redo();
    case 'c':
      return view.selected.length > 0 ? () => copy(model) : undefined;
    case 'x':
      return view.selected.length > 0 ? () => (copy(model), model.removeSelected()) : undefined;
    case 'v':
      return clipboard ? () => model.paste(clipboard!) : undefined;
    case 'a':
      return () => model.select((view.document?.workflow.nodes ?? []).map(({ name }) => name));
    case 'g':
      return () => targets.group();
    case 'f':
      return () => targets.find();
    case 'enter':
      return () => model.run();
    default:
      return undefined;
  }
}

function copy(model: CanvasModel): void {
  const fragment = model.copySelected();
  if (fragment.nodes.length > 0) clipboard = fragment;
}
