import { useEffect, useMemo, useRef, useState, type JSX } from 'react';
import { ReactFlowProvider, useReactFlow } from '@xyflow/react';
import type { KernelLink } from '@daisy-lab/core';
import { useTranslate, type Translate } from '../kit/i18n/translate.js';
import { mount } from '../kit/mount/mount.js';
import { WithModel } from '../kit/mount/with-model.js';
import { KernelBanner } from '../kit/run/kernel-banner.js';
import { useSteady } from '../kit/steady.js';
import { arrange } from './arrange.js';
import { BatchPanel } from './batch-panel.js';
import { CanvasFlow } from './canvas-flow.js';
import { CanvasModel } from './canvas-model.js';
import type { CanvasView, DrawnView } from './canvas-view.js';
import { Drawer, useNarrow } from './drawer.js';
import type { DocumentText } from './document-text.js';
import { onKey } from './keys.js';
import { Messages, Refusal } from './messages.js';
import { textInside } from './nested-text.js';
import { PaletteList } from './palette-list.js';
import { freePlace, placesOf, type Place } from './places.js';
import { ResultView, type ShownResult } from './result-view.js';
import { SidePanel } from './side-panel.js';
import { Toolbar } from './toolbar.js';
import './style.js';
import { fitWhole } from './zoom.js';

/** What the canvas needs of the place where it is mounted. */
export interface CanvasOptions {
  readonly link: KernelLink;
  readonly trans: Translate;
  readonly text: DocumentText;
  /** Steps that lead to the workflow inside the document that is shown first; the document itself by default. */
  readonly inside?: readonly string[];
  /** Told how a step is added to the middle of what is seen, once the palette is there. */
  onReady?(add: (algorithm: string) => void): void;
  /** Opens the workflow inside a step in a tab of its own. */
  openNested?(inside: readonly string[]): void;
  /** Opens a file that a run has written in its view. */
  openFile?(path: string): void;
  /** Saves the document under another name. */
  saveAs?(): void;
  /** Starts the kernel anew. */
  restartKernel?(): void;
}

/** The workflow canvas: one document as a graph. A workflow inside a step opens in its place. */
export function CanvasApp(options: CanvasOptions): JSX.Element {
  const { link, trans, text } = options;
  const [inside, setInside] = useState<readonly string[]>(options.inside ?? []);
  const shown = useMemo(() => textInside(text, inside), [text, inside]);
  return (
    <WithModel trans={trans} make={() => new CanvasModel(link, shown)} of={[link, shown]}>
      {(model, view) => (
        <ReactFlowProvider key={inside.join('/')}>
          <Canvas model={model} view={view} options={options} inside={inside} onInside={setInside} />
        </ReactFlowProvider>
      )}
    </WithModel>
  );
}

interface CanvasProps {
  readonly model: CanvasModel;
  readonly view: CanvasView;
  readonly options: CanvasOptions;
  readonly inside: readonly string[];
  onInside(inside: readonly string[]): void;
}

function Canvas({ model, view, options, inside, onInside }: CanvasProps): JSX.Element {
  const trans = useTranslate();
  const flow = useReactFlow();
  const host = useRef<HTMLDivElement>(null);
  const [batch, setBatch] = useState(false);
  const [result, setResult] = useState<ShownResult | null>(null);
  const isNarrow = useNarrow(host);
  const hasSteps = (view.document?.workflow.nodes.length ?? 0) > 0;
  const [palette, setPalette] = useState(!hasSteps);
  const [values, setValues] = useState(true);
  const hasPanel = batch || result !== null;
  useEffect(() => {
    // The cards stay in sight when a panel takes a part of their room.
    const frame = requestAnimationFrame(() => void flow.fitView(fitWhole));
    return () => cancelAnimationFrame(frame);
  }, [hasPanel, isNarrow, values, flow]);
  const showAll = (): void => void flow.fitView(fitWhole);
  const onLayout = async (): Promise<void> => {
    if (!view.document) return;
    const sizes = new Map(flow.getNodes().map(({ id, measured }) => [id, measured ?? {}]));
    try {
      model.move(await arrange(view.document, sizes));
      requestAnimationFrame(showAll);
    } catch (error) {
      model.fail(error);
    }
  };
  const addInMiddle = useAdd(model, view, host, options.onReady);
  const open = (step: string): void => {
    if (view.document?.workflow.nodes.find(({ name }) => name === step)?.workflow) onInside([...inside, step]);
  };
  const openStep = useSteady(open);
  const drawn = useDrawn(view);
  const targets = {
    showAll,
    open,
    group: () => model.groupSelected(trans.__('Group')),
    back: () => inside.length > 0 && onInside(inside.slice(0, -1)),
    find: () => host.current?.querySelector<HTMLInputElement>('.daisy-Canvas-find')?.focus(),
  };
  return (
    <div
      ref={host}
      className="daisy-App daisy-Canvas"
      data-testid="canvas"
      tabIndex={-1}
      // A button that did its work may be gone; the next key is for the canvas all the same.
      onClick={() => requestAnimationFrame(() => keepFocus(host.current))}
      onKeyDown={event => {
        onKey(event, model, view, targets);
        if (event.isPropagationStopped()) requestAnimationFrame(() => keepFocus(host.current));
      }}
    >
      <KernelBanner
        link={view.link}
        testId="canvas-kernel-banner"
        stopped={trans.__('The kernel has stopped. The document stays as it is; restart the kernel to run it.')}
        restarting={trans.__('The kernel is restarting. The document stays as it is.')}
        onRestart={options.restartKernel}
      />
      <Toolbar model={model} view={view} onLayout={() => void onLayout()} onBatch={() => setBatch(!batch)} />
      {inside.length > 0 && <Trail inside={inside} options={options} onInside={onInside} />}
      <Messages model={model} view={view} saveAs={options.saveAs} />
      <div
        className="daisy-Canvas-body"
        // Whoever goes back to the cards wants to see them.
        onPointerDown={({ target }) => isNarrow && hasSteps && isInFlow(target) && setPalette(false)}
      >
        {!view.readOnly && (
          <Drawer
            {...{ isNarrow, side: 'left', title: trans.__('Algorithms') }}
            isOpen={palette}
            onToggle={() => setPalette(!palette)}
          >
            <PaletteList palette={view.palette} onChoose={addInMiddle} />
          </Drawer>
        )}
        <div className={`daisy-Canvas-middle ${hasPanel ? 'daisy-mod-split' : ''}`}>
          {view.document && <CanvasFlow model={model} view={drawn} onOpenNested={openStep} />}
          <Refusal model={model} view={view} />
          {result && <ResultView model={model} shown={result} onClose={() => setResult(null)} />}
          {batch && view.document && (
            <BatchPanel model={model} view={view} openFile={options.openFile} onClose={() => setBatch(false)} />
          )}
        </div>
        <Drawer
          {...{ isNarrow, side: 'right', title: trans.__('Values and runs') }}
          isOpen={values}
          onToggle={() => setValues(!values)}
        >
          <SidePanel model={model} view={view} onOpen={open} onShow={setResult} />
        </Drawer>
      </div>
    </div>
  );
}

/** What the flow is drawn from: the same object while a run goes on. */
function useDrawn({ document, problems, palette, selected, opened, readOnly }: CanvasView): DrawnView {
  return useMemo(
    () => ({ document, problems, palette, selected, opened, readOnly }),
    [document, problems, palette, selected, opened, readOnly],
  );
}

/** Adds steps in the middle of what is seen, and tells the host that it can. */
function useAdd(
  model: CanvasModel,
  view: CanvasView,
  host: { readonly current: HTMLElement | null },
  onReady: CanvasOptions['onReady'],
): (algorithm: string) => void {
  const flow = useReactFlow();
  const addInMiddle = (algorithm: string): void => {
    const box = host.current?.querySelector('.daisy-Canvas-flow')?.getBoundingClientRect();
    const middle = box ? { x: box.left + box.width / 2, y: box.top + box.height / 2 } : { x: 0, y: 0 };
    const { x, y } = flow.screenToFlowPosition(middle);
    const places = view.document ? placesOf(view.document) : new Map<string, Place>();
    const [chosen] = view.selected;
    const beside = chosen === undefined ? undefined : places.get(chosen);
    model.add(algorithm, freePlace(places.values(), beside ? [beside[0] + 260, beside[1]] : [x - 100, y - 60]));
  };
  const add = useSteady(addInMiddle);
  const canAdd = view.palette !== null && !view.readOnly;
  useEffect(() => {
    if (canAdd) onReady?.(add);
  }, [canAdd, onReady, add]);
  return add;
}

const isInFlow = (target: EventTarget): boolean => (target as Element).closest('.daisy-Canvas-flow') !== null;

function keepFocus(host: HTMLElement | null): void {
  if (host && !host.contains(document.activeElement) && document.activeElement === document.body) host.focus();
}

/** The way from the document to the workflow that is shown. */
function Trail({ inside, options, onInside }: Pick<CanvasProps, 'inside' | 'options' | 'onInside'>): JSX.Element {
  const trans = useTranslate();
  return (
    <nav className="daisy-Canvas-trail" aria-label={trans.__('Workflow inside')} data-testid="canvas-trail">
      <button className="daisy-Link" onClick={() => onInside([])}>
        {trans.__('Whole document')}
      </button>
      {inside.map((step, depth) => (
        <span key={depth}>
          {' › '}
          <button
            className="daisy-Link"
            disabled={depth === inside.length - 1}
            onClick={() => onInside(inside.slice(0, depth + 1))}
          >
            {step}
          </button>
        </span>
      ))}
      {options.openNested && (
        <button className="daisy-Button" data-testid="canvas-open-tab" onClick={() => options.openNested?.(inside)}>
          {trans.__('Open in a tab')}
        </button>
      )}
    </nav>
  );
}

/** Mounts the canvas into an element. */
export const mountCanvas = (host: HTMLElement, options: CanvasOptions): { dispose(): void } =>
  mount(host, <CanvasApp {...options} />);
