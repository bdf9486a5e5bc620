import { useLayoutEffect, useRef, useState, type JSX, type RefObject } from 'react';
import { useTranslate } from '../kit/i18n/translate.js';
import type { CanvasModel } from './canvas-model.js';
import type { CanvasView } from './canvas-view.js';
import type { WantedPort } from './catalogue.js';
import { PaletteList } from './palette-list.js';
import type { Wire } from './wires.js';

/** A place where a step is wanted: the end of a wire that was pulled into the void, or a double click. */
export interface Pulled {
  /** Where the wire begins; absent when it was pulled from an input, or when there is none. */
  readonly from?: Wire['from'];
  /** The input that a wire was pulled from. */
  readonly to?: Wire['to'];
  readonly at: { readonly x: number; readonly y: number };
  readonly screen: { readonly x: number; readonly y: number };
}

/** A step that gives something stands left of where its wire ends. */
const cardWidth = 200;

/** What can stand at a place of the canvas; at the end of a wire only what fits. */
export function PulledMenu({
  model,
  view,
  pulled,
  onClose,
}: {
  readonly model: CanvasModel;
  readonly view: Pick<CanvasView, 'palette'>;
  readonly pulled: Pulled;
  onClose(): void;
}): JSX.Element {
  const trans = useTranslate();
  const { from, to, at, screen } = pulled;
  const { host, place } = usePlaceInside(screen);
  const done = (work: () => void) => (): void => {
    work();
    onClose();
  };
  return (
    <div ref={host} className="daisy-Canvas-pulled" style={{ left: place.x, top: place.y }}>
      <PaletteList
        palette={view.palette}
        wanted={wantedAt(model, pulled)}
        isMenu
        onChoose={algorithm => done(() => model.add(algorithm, [at.x - (to ? cardWidth : 0), at.y - 60], pulled))()}
        onClose={onClose}
      />
      {from && (
        <button className="daisy-Link" data-testid="canvas-publish" onClick={done(() => model.publish(from))}>
          {trans.__('Make it an output of the workflow')}
        </button>
      )}
      {to && (
        <button className="daisy-Link" data-testid="canvas-feed" onClick={done(() => model.feed(to))}>
          {trans.__('Make it an input of the workflow')}
        </button>
      )}
      {!from && !to && (
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

function wantedAt(model: CanvasModel, { from, to }: Pulled): WantedPort | undefined {
  if (from) return { type: model.typeOf(from) ?? { kind: 'any' }, lacks: 'input' };
  return to && { type: model.takenAt(to) ?? { kind: 'any' }, lacks: 'output' };
}

/** The place itself, or as near to it as leaves the whole menu on the canvas. */
function usePlaceInside(wanted: Pulled['screen']): {
  readonly host: RefObject<HTMLDivElement>;
  readonly place: Pulled['screen'];
} {
  const host = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState(wanted);
  useLayoutEffect(() => {
    const [menu, room] = [host.current, host.current?.offsetParent];
    if (!menu || !room) return;
    const inside = (at: number, size: number, whole: number): number => Math.max(0, Math.min(at, whole - size - 4));
    setPlace({
      x: inside(wanted.x, menu.offsetWidth, room.clientWidth),
      y: inside(wanted.y, menu.offsetHeight, room.clientHeight),
    });
  }, [wanted]);
  return { host, place };
}
