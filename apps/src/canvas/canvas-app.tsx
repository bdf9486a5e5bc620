import { useEffect, useRef, type JSX, type KeyboardEvent } from 'react';
import { ReactFlowProvider, useReactFlow } from '@xyflow/react';
import type { Fragment, KernelLink } from '@daisy-lab/core';
import { useTranslate, type Translate } from '../kit/i18n/translate.js';
import { mount } from '../kit/mount/mount.js';
import { WithModel } from '../kit/mount/with-model.js';
import { ErrorPanel } from '../kit/run/error-panel.js';
import { arrange } from './arrange.js';
import { CanvasFlow } from './canvas-flow.js';
import { CanvasModel, type CanvasView } from './canvas-model.js';
import type { DocumentText } from './document-text.js';
import { PaletteList } from './palette-list.js';
import { SidePanel } from './side-panel.js';
import { Toolbar } from './toolbar.js';
import './style.js';

/** What the canvas needs of the place where it is mounted. */
export interface CanvasOptions {
  readonly link: KernelLink;
  readonly trans: Translate;
  readonly text: DocumentText;
  /** Told how a step is added to the middle of what is seen, once the palette is there. */
  onReady?(add: (algorithm: string) => void): void;
}

/** The workflow canvas: one document as a graph. */
export function CanvasApp({ link, trans, text, onReady }: CanvasOptions): JSX.Element {
  return (
    <WithModel trans={trans} make={() => new CanvasModel(link, text)} of={[link, text]}>
      {(model, view) => (
        <ReactFlowProvider>
          <Canvas model={model} view={view} onReady={onReady} />
        </ReactFlowProvider>
      )}
    </WithModel>
  );
}

interface CanvasProps {
  readonly model: CanvasModel;
  readonly view: CanvasView;
  readonly onReady: CanvasOptions['onReady'];
}

function Canvas({ model, view, onReady }: CanvasProps): JSX.Element {
  const flow = useReactFlow();
  const onLayout = async (): Promise<void> => {
    if (!view.document) return;
    model.move(await arrange(view.document));
    requestAnimationFrame(() => void flow.fitView({ maxZoom: 1, padding: 0.15 }));
  };
  const addInMiddle = (algorithm: string): void => {
    const box = document.querySelector('.daisy-Canvas-flow')?.getBoundingClientRect();
    const middle = box ? { x: box.left + box.width / 2, y: box.top + box.height / 2 } : { x: 0, y: 0 };
    const { x, y } = flow.screenToFlowPosition(middle);
    const shift = 24 * (view.document?.workflow.nodes.length ?? 0);
    model.add(algorithm, [x + (shift % 120), y + (shift % 96)]);
  };
  const latestAdd = useRef(addInMiddle);
  latestAdd.current = addInMiddle;
  const canAdd = view.palette !== null && !view.readOnly;
  useEffect(() => {
    if (canAdd) onReady?.(algorithm => latestAdd.current(algorithm));
  }, [canAdd, onReady]);
  return (
    <div className="daisy-App daisy-Canvas" data-testid="canvas" onKeyDown={event => onKey(event, model, view)}>
      <Toolbar model={model} view={view} onLayout={() => void onLayout()} />
      <Messages model={model} view={view} />
      <div className="daisy-Canvas-body">
        {!view.readOnly && <PaletteList palette={view.palette} onChoose={addInMiddle} />}
        {view.document && <CanvasFlow model={model} view={view} />}
        <SidePanel model={model} view={view} />
      </div>
    </div>
  );
}

function Messages({ model, view }: { readonly model: CanvasModel; readonly view: CanvasView }): JSX.Element {
  const trans = useTranslate();
  const first = view.problems[0];
  const { record } = view.status ?? {};
  const failure = record?.state === 'failed' ? record.error : null;
  return (
    <>
      {view.error && <ErrorPanel error={view.error} testId="canvas-error" onDismiss={() => model.dismiss()} />}
      {failure && <ErrorPanel error={failure} testId="canvas-failure" />}
      {view.refused && (
        <ErrorPanel
          error={{ tag: 'Input', message: view.refused.message, action: view.refused.action ?? null } as never}
          testId="canvas-refused"
          onDismiss={() => model.dismiss()}
        />
      )}
      {view.readOnly && first && (
        <p className="daisy-Canvas-readonly" role="alert" data-testid="canvas-readonly">
          {trans.__('Open for reading only.')} {first.path}: {first.message} {first.action}
        </p>
      )}
    </>
  );
}

/** Copied steps of any canvas in this page. */
let clipboard: Fragment | null = null;

/** Keys of the canvas; those in fields are the field's. */
function onKey(event: KeyboardEvent, model: CanvasModel, view: CanvasView): void {
  if ((event.target as HTMLElement).closest('input, select, textarea')) return;
  const command = event.ctrlKey || event.metaKey;
  const act = (work: () => void): void => {
    event.preventDefault();
    event.stopPropagation();
    work();
  };
  if (event.key === 'Delete' || event.key === 'Backspace') act(() => model.removeSelected());
  else if (command && event.key === 'z') act(() => (event.shiftKey ? model.redo() : model.undo()));
  else if (command && event.key === 'y') act(() => model.redo());
  else if (command && event.key === 'c' && view.selected.length > 0) act(() => (clipboard = model.copySelected()));
  else if (command && event.key === 'v' && clipboard) act(() => model.paste(clipboard!));
  else if (command && event.key === 'a')
    act(() => model.select((view.document?.workflow.nodes ?? []).map(({ name }) => name)));
  else if (command && event.key === 'Enter') act(() => model.run());
}

/** Mounts the canvas into an element. */
export const mountCanvas = (host: HTMLElement, options: CanvasOptions): { dispose(): void } =>
  mount(host, <CanvasApp {...options} />);
