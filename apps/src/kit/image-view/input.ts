import type { ImageStage } from './image-stage.js';

/** Wheel zooms, left drag pans, right drag sets contrast, double click fits; keys as in the table of `onKey`. */
export function attachInput(stage: ImageStage, signal: AbortSignal): void {
  const { host } = stage.parts;
  host.addEventListener(
    'wheel',
    event => {
      if (stage.wheel === 'focused' && document.activeElement !== host) return;
      event.preventDefault();
      event.stopPropagation();
      stage.zoom(event.clientX, event.clientY, Math.exp(Math.max(-200, Math.min(200, event.deltaY)) * 0.002));
    },
    { passive: false, signal },
  );
  host.addEventListener('pointerdown', event => startDrag(stage, event), { signal });
  host.addEventListener('pointermove', event => stage.read(event.clientX, event.clientY), { signal });
  host.addEventListener('pointerleave', () => stage.events.reading?.(null), { signal });
  host.addEventListener('dblclick', () => stage.fitAll(), { signal });
  host.addEventListener(
    'contextmenu',
    event => {
      event.preventDefault();
      event.stopPropagation();
    },
    { signal },
  );
  // JupyterLab listens on document in the capture phase; only window comes before it. Plain keys are taken here, keys
  // with Ctrl, Meta or Alt are left to JupyterLab.
  const keys = (event: KeyboardEvent) => {
    if (document.activeElement === host) onKey(stage, event);
  };
  window.addEventListener('keydown', keys, { capture: true, signal });
}

/** Left: pan. Right: contrast, sideways the centre, up and down the width of the window. */
function startDrag(stage: ImageStage, down: PointerEvent): void {
  if (down.button !== 0 && down.button !== 2) return;
  // A line of the overlay is dragged by itself.
  if (down.button === 0 && down.target instanceof Element && down.target.matches('.daisy-ViewLine-grip')) return;
  const { host } = stage.parts;
  host.setPointerCapture(down.pointerId);
  const { camera, look } = stage;
  const draws = down.button === 0 && stage.events.draw !== undefined;
  const from = stage.imagePoint(down.clientX, down.clientY);
  const ended = new AbortController();
  const { signal } = ended;
  host.addEventListener(
    'pointermove',
    event => {
      const dx = event.clientX - down.clientX;
      const dy = event.clientY - down.clientY;
      if (draws) return stage.events.draw?.(from, stage.imagePoint(event.clientX, event.clientY), false);
      if (down.button === 0) return stage.pan(dx, dy, camera);
      const width = (look.high - look.low) * Math.exp(dy / 150);
      const centre = (look.low + look.high) / 2 + (dx / 300) * (look.high - look.low);
      stage.setLook({ ...stage.look, low: centre - width / 2, high: centre + width / 2 });
    },
    { signal },
  );
  host.addEventListener(
    'pointerup',
    event => {
      if (draws) stage.events.draw?.(from, stage.imagePoint(event.clientX, event.clientY), true);
      ended.abort();
    },
    { signal },
  );
  host.addEventListener('pointercancel', () => ended.abort(), { signal });
}

const steps: Readonly<Record<string, number>> = { '[': -1, ']': 1, '{': -10, '}': 10 };
const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
const panCssPx = 40;

function onKey(stage: ImageStage, event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const { key } = event;
  if (key in steps) stage.step(steps[key]);
  else if (key in arrows) {
    const [dx, dy] = arrows[key];
    const times = event.shiftKey ? 10 : 1;
    if (stage.events.nudge) stage.events.nudge(dx * times, dy * times);
    else stage.pan(-dx * panCssPx, -dy * panCssPx);
  } else if (key === 'l' || key === 'L') stage.setLook({ ...stage.look, log: !stage.look.log });
  else if (key === 'a' || key === 'A') stage.events.auto?.();
  else if (key === 'm' || key === 'M') stage.events.mark?.();
  else if (key === '1') stage.actualSize();
  else if (key === 'Escape') stage.fitAll();
  else if (key.length > 1) return;
  // Characters without a meaning here stop as well: in a notebook's output `x` would cut the cell.
  event.preventDefault();
  event.stopPropagation();
}
