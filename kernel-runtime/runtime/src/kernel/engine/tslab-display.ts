import { randomUUID } from 'node:crypto';
import type { KernelBridge } from '../host/display.js';

type Show = (data: Readonly<Record<string, unknown>>) => void;
type Display = Readonly<Record<string, (...data: never[]) => void>>;

const bridge = (): KernelBridge =>
  (globalThis as unknown as Record<symbol, KernelBridge>)[Symbol.for('daisy.kernel.v1')]!;

/** What `import ... from 'tslab'` gives in both engines, so that notebooks written for tslab keep working: its display calls. */
export function tslabModule(typescript: string): object {
  return {
    display: displayCalls(data => bridge().display(data)),
    newDisplay,
    versions: { tslab: '1.0.22', typescript, node: process.version },
  };
}

/** A display that draws over what it showed before. */
function newDisplay(): Display {
  const id = randomUUID();
  let shown = false;
  return displayCalls(data => {
    if (shown) bridge().updateDisplay(id, data);
    else bridge().display(data, {}, { display_id: id });
    shown = true;
  });
}

function displayCalls(show: Show): Display {
  const as =
    (type: string) =>
    (data: unknown): void =>
      show({ [type]: data instanceof Uint8Array ? Buffer.from(data).toString('base64') : data });
  return {
    raw: (type: string, data: unknown): void => as(type)(data),
    html: as('text/html'),
    markdown: as('text/markdown'),
    latex: as('text/latex'),
    text: as('text/plain'),
    javascript: as('application/javascript'),
    svg: as('image/svg+xml'),
    png: as('image/png'),
    jpeg: as('image/jpeg'),
    gif: as('image/gif'),
    pdf: as('application/pdf'),
  };
}
