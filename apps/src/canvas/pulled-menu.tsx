import type { JSX } from 'react';
import { useTranslate } from '../kit/i18n/translate.js';
import type { CanvasModel } from './canvas-model.js';
import type { CanvasView } from './canvas-view.js';
import { PaletteList } from './palette-list.js';
import type { Wire } from './wires.js';

/** A place where a step is wanted: the end of a wire that was pulled into the void, or a double click. */
export interface Pulled {
  readonly from: Wire['from'] | null;
  readonly at: { readonly x: number; readonly y: number };
  readonly screen: { readonly x: number; readonly y: number };
}

/** What can stand at a place of the canvas; behind a wire only what takes its value. */
export function PulledMenu({
  model,
  view,
  pulled: { from, at, screen },
  onClose,
}: {
  readonly model: CanvasModel;
  readonly view: CanvasView;
  readonly pulled: Pulled;
  onClose(): void;
}): JSX.Element {
  const trans = useTranslate();
  const done = (work: () => void) => (): void => {
    work();
    onClose();
  };
  return (
    <div className="daisy-Canvas-pulled" style={{ left: screen.x, top: screen.y }}>
      <PaletteList
        palette={view.palette}
        from={from ? (model.typeOf(from) ?? { kind: 'any' }) : { kind: 'any' }}
        autoFocus
        onChoose={algorithm => done(() => model.add(algorithm, [at.x, at.y], from ?? undefined))()}
        onClose={onClose}
      />
      {from ? (
        <button className="daisy-Link" onClick={done(() => model.publish(from))}>
          {trans.__('Make it an output of the workflow')}
        </button>
      ) : (
        <button className="daisy-Link" onClick={done(() => model.addComment(trans.__('Note'), [at.x, at.y]))}>
          {trans.__('Write a note')}
        </button>
      )}
      <button className="daisy-Link" onClick={onClose}>
        {trans.__('Nothing')}
      </button>
    </div>
  );
}
