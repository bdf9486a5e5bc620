import { useState, type JSX } from 'react';
import { useReactFlow } from '@xyflow/react';
import { toTypeScript } from '@daisy-lab/core';
import { sentenceText } from '../kit/i18n/sentence.js';
import { useTranslate, type Translate } from '../kit/i18n/translate.js';
import { durationText } from '../kit/run/run-words.js';
import { aligned, type Alignment } from './align.js';
import type { CanvasModel } from './canvas-model.js';
import type { CanvasView } from './canvas-view.js';
import { kindOf } from './places.js';
import { fitWhole } from './zoom.js';

/** Run, cancel, undo, find, layout, copy as code. */
export function Toolbar({
  model,
  view,
  onLayout,
  onBatch,
}: {
  readonly model: CanvasModel;
  readonly view: CanvasView;
  onLayout(): void;
  onBatch(): void;
}): JSX.Element {
  const trans = useTranslate();
  const flow = useReactFlow();
  const [copied, setCopied] = useState(false);
  const running = ['queued', 'running'].includes(view.status?.record.state ?? '');
  const failing = view.problems.filter(({ severity }) => severity === 'error').length;
  const warnings = view.problems.filter(({ severity }) => severity === 'warning');
  const show = (name: string | undefined): void => {
    if (name === undefined) return;
    model.select([name]);
    void flow.fitView({ nodes: [{ id: name }], maxZoom: 1, duration: 200 });
  };
  const copy = async (): Promise<void> => {
    if (!view.document || !view.palette) return;
    await navigator.clipboard.writeText(toTypeScript(view.document, view.palette.contracts));
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <div className="daisy-Canvas-toolbar" role="toolbar" aria-label={trans.__('Workflow')}>
      {running ? (
        <button className="daisy-Button" data-testid="canvas-cancel" onClick={() => model.cancel()}>
          {trans.__('Cancel')}
        </button>
      ) : (
        <button
          className="daisy-Button daisy-mod-primary"
          data-testid="canvas-run"
          disabled={failing > 0 || !view.palette}
          onClick={() => model.run()}
        >
          {trans.__('Run all')}
        </button>
      )}
      <button
        className="daisy-Button daisy-mod-icon"
        aria-label={trans.__('Undo')}
        title={trans.__('Undo')}
        data-testid="canvas-undo"
        disabled={!view.canUndo}
        onClick={() => model.undo()}
      >
        ↶
      </button>
      <button
        className="daisy-Button daisy-mod-icon"
        aria-label={trans.__('Redo')}
        title={trans.__('Redo')}
        data-testid="canvas-redo"
        disabled={!view.canRedo}
        onClick={() => model.redo()}
      >
        ↷
      </button>
      <button className="daisy-Button" data-testid="canvas-layout" disabled={view.readOnly} onClick={onLayout}>
        {trans.__('Arrange')}
      </button>
      <button className="daisy-Button" onClick={() => void flow.fitView(fitWhole)}>
        {trans.__('Show all')}
      </button>
      <AlignMenu model={model} view={view} />
      <button
        className="daisy-Button"
        data-testid="canvas-group"
        disabled={view.readOnly || !view.selected.some(item => kindOf(item) === 'step')}
        title={trans.__('Put the selected steps into a frame')}
        onClick={() => model.groupSelected(trans.__('Group'))}
      >
        {trans.__('Group')}
      </button>
      <button
        className="daisy-Button"
        data-testid="canvas-note"
        disabled={view.readOnly}
        onClick={({ currentTarget }) => {
          const box = currentTarget
            .closest('.daisy-Canvas')
            ?.querySelector('.daisy-Canvas-flow')
            ?.getBoundingClientRect();
          const { x, y } = flow.screenToFlowPosition({ x: (box?.left ?? 0) + 40, y: (box?.top ?? 0) + 40 });
          model.addComment(trans.__('Note'), [x, y]);
        }}
      >
        {trans.__('Note')}
      </button>
      <button className="daisy-Button" data-testid="canvas-batch" disabled={!view.document} onClick={onBatch}>
        {trans.__('Batch')}
      </button>
      <FindField view={view} onFind={show} />
      <span
        className="daisy-Canvas-state"
        role="status"
        data-testid="canvas-state"
        title={inLines(
          view.problems.filter(({ severity }) => severity === 'error'),
          trans,
        )}
      >
        {failing > 0 && !running ? (
          <button className="daisy-Link" data-testid="canvas-problem-show" onClick={() => show(firstWrong(view))}>
            {stateText(view, failing, trans)}
          </button>
        ) : (
          stateText(view, failing, trans)
        )}
      </span>
      {warnings.length > 0 && (
        <span className="daisy-Canvas-warnings" data-testid="canvas-warnings" title={inLines(warnings, trans)}>
          <span aria-hidden="true">⚠ </span>
          {trans._n('%1 warning', '%1 warnings', warnings.length)}
        </span>
      )}
      <button
        className="daisy-Button"
        data-testid="canvas-copy"
        title={trans.__('Copy as TypeScript')}
        disabled={!view.document || failing > 0}
        onClick={() => void copy()}
      >
        {copied ? trans.__('Copied') : trans.__('Copy code')}
      </button>
    </div>
  );
}

/** Puts the selected cards in line. */
function AlignMenu({ model, view }: { readonly model: CanvasModel; readonly view: CanvasView }): JSX.Element {
  const trans = useTranslate();
  const flow = useReactFlow();
  const cards = view.selected.filter(item => ['step', 'input', 'output'].includes(kindOf(item)));
  const align = (how: Alignment): void => {
    const boxes = cards.flatMap(id => {
      const node = flow.getNode(id);
      const { width = 200, height = 110 } = node?.measured ?? {};
      return node ? [{ id, ...node.position, width, height }] : [];
    });
    model.move(aligned(boxes, how));
  };
  return (
    <select
      className="daisy-Input daisy-Canvas-align"
      aria-label={trans.__('Align')}
      data-testid="canvas-align"
      disabled={view.readOnly || cards.length < 2}
      value=""
      onChange={event => align(event.target.value as Alignment)}
    >
      <option value="">{trans.__('Align')}</option>
      <option value="left">{trans.__('Left edges')}</option>
      <option value="top">{trans.__('Upper edges')}</option>
      <option value="columns">{trans.__('Even columns')}</option>
      <option value="rows">{trans.__('Even rows')}</option>
    </select>
  );
}

function FindField({ view, onFind }: { readonly view: CanvasView; onFind(name: string): void }): JSX.Element {
  const trans = useTranslate();
  const names = (view.document?.workflow.nodes ?? []).map(({ name }) => name);
  return (
    <>
      <input
        className="daisy-Input daisy-Canvas-find"
        list="daisy-canvas-steps"
        placeholder={trans.__('Find a step')}
        aria-label={trans.__('Find a step')}
        data-testid="canvas-find"
        onChange={event => names.includes(event.target.value) && onFind(event.target.value)}
      />
      <datalist id="daisy-canvas-steps">
        {names.map(name => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  );
}

/** The first step that keeps the workflow from being run. */
function firstWrong({ problems, document }: CanvasView): string | undefined {
  const wrong = problems.filter(({ severity }) => severity === 'error');
  const places = wrong.flatMap(({ path }) => /^workflow\.nodes\[(\d+)\]/.exec(path)?.[1] ?? []);
  return document?.workflow.nodes[Number(places[0])]?.name;
}

const inLines = (problems: CanvasView['problems'], trans: Translate): string =>
  problems.map(({ message }) => sentenceText(trans, message)).join('\n');

function stateText(view: CanvasView, failing: number, trans: Translate): string {
  const record = view.status?.record;
  if (record && ['queued', 'running'].includes(record.state))
    return `${trans.__(record.step || 'Starting')} · ${Math.round(record.progress * 100)} %`;
  if (failing > 0) return trans._n('%1 problem', '%1 problems', failing);
  if (record?.state === 'done') return trans.__('Done in %1', durationText(record.elapsedMs, trans));
  if (record?.state === 'failed') return trans.__('The run has failed');
  return record?.state === 'cancelled' ? trans.__('The run was cancelled') : '';
}
