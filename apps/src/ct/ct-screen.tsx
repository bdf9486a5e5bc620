import { useState, type JSX, type KeyboardEvent } from 'react';
import { KernelBanner } from '../kit/run/kernel-banner.js';
import { useTranslate, type Translate } from '../kit/i18n/translate.js';
import { ErrorPanel } from '../kit/run/error-panel.js';
import { RunStrip } from '../kit/run/run-strip.js';
import { ChangedFile } from './changed-file.js';
import type { CtOptions } from './ct-options.js';
import { fileName, steps } from './ct-state.js';
import { CtEmpty } from './empty.js';
import type { CtModel } from './model/ct-model.js';
import type { CtView } from './model/ct-view.js';
import type { CtPartProps } from './parts.js';
import { screens } from './screens.js';
import { Why } from './shared/why.js';
import { StepList } from './step-list.js';

/** The whole screen: scan on top, steps left, pictures in the middle, the step's form right, the run at the bottom. */
export function CtScreen({ model, view, options }: CtPartProps & { readonly options: CtOptions }): JSX.Element {
  const trans = useTranslate();
  const { opened, errors } = view;
  const { Pictures, Form } = screens[steps.find(step => step === view.state.step) ?? 'centre'];
  return (
    <div className="daisy-App daisy-Ct" onKeyDown={event => takeBack(event, model)}>
      <KernelBanner
        link={view.link}
        testId="ct-kernel-banner"
        stopped={trans.__('The kernel has stopped. Your settings are kept; restart it to go on.')}
        restarting={trans.__('The kernel is restarting. Your settings are kept.')}
        onRestart={options.restartKernel}
      />
      {opened === null ? (
        <CtEmpty model={model} view={view} options={options} />
      ) : (
        <>
          <TopBar model={model} view={view} />
          <ChangedFile model={model} view={view} />
          <div className="daisy-Ct-body">
            <StepList model={model} view={view} />
            <Pictures model={model} view={view} link={options.link} />
            <Form model={model} view={view} options={options} />
          </div>
          {errors.run && (
            <ErrorPanel error={errors.run} testId="ct-error" onDismiss={() => model.store.dismiss('run')} />
          )}
          <RunStrip
            run={view.run}
            testId="ct"
            idle={missingText(model, trans) ?? trans.__('Ready to reconstruct the whole volume.')}
            onCancel={() => void model.runs.cancel()}
            onOpen={() => void model.result.open()}
          >
            <button
              className="daisy-Button daisy-mod-primary"
              data-testid="ct-reconstruct"
              disabled={model.runs.missing !== null || view.link !== 'ready'}
              title={missingText(model, trans) ?? trans.__('Write all slices to %1', view.state.out ?? '')}
              onClick={() => void model.runs.start()}
            >
              {trans.__('Reconstruct')}
            </button>
          </RunStrip>
        </>
      )}
    </div>
  );
}

/** Ctrl+Z and Ctrl+Shift+Z, but for fields that take their own typing back. */
function takeBack(event: KeyboardEvent, model: CtModel): void {
  const key = event.key.toLowerCase();
  if (!(event.ctrlKey || event.metaKey) || event.altKey || !['z', 'y'].includes(key)) return;
  if (event.target instanceof HTMLElement && event.target.matches('textarea, input:not([type=checkbox], [type=range])'))
    return;
  event.preventDefault();
  event.stopPropagation();
  model.stepThroughEdits(key === 'y' || event.shiftKey ? 'redo' : 'undo');
}

function TopBar({ model, view }: CtPartProps): JSX.Element | null {
  const trans = useTranslate();
  const [why, setWhy] = useState(false);
  const description = view.opened?.description;
  if (!description) return null;
  const { angleCount, rows, columns, angleRangeDeg, layout } = description;
  const span = Math.round(Math.abs(angleRangeDeg[1] - angleRangeDeg[0]));
  return (
    <div className="daisy-Ct-top">
      <strong title={description.path}>{fileName(description.path)}</strong>
      <span>
        {angleCount} × {rows} × {columns} {description.projections.dtype}, {span}°
      </span>
      <span>
        {trans.__('layout: %1', layout)} <Why open={why} onToggle={() => setWhy(!why)} sentences={description.why} />
      </span>
      <span className="daisy-Ct-space" />
      <LinkMark view={view} />
      <span className="daisy-Buttons">
        {(['undo', 'redo'] as const).map(direction => (
          <button
            key={direction}
            className="daisy-Button daisy-mod-icon"
            disabled={direction === 'undo' ? !view.canUndo : !view.canRedo}
            aria-label={direction === 'undo' ? trans.__('Undo') : trans.__('Redo')}
            title={direction === 'undo' ? trans.__('Undo (Ctrl+Z)') : trans.__('Redo (Ctrl+Shift+Z)')}
            data-testid={`ct-${direction}`}
            onClick={() => model.stepThroughEdits(direction)}
          >
            {direction === 'undo' ? '↶' : '↷'}
          </button>
        ))}
      </span>
      <button className="daisy-Button" onClick={() => model.close()}>
        {trans.__('Other scan…')}
      </button>
    </div>
  );
}

function LinkMark({ view }: { readonly view: CtView }): JSX.Element {
  const trans = useTranslate();
  const texts = {
    connecting: trans.__('Kernel connecting'),
    ready: trans.__('Kernel ready'),
    restarting: trans.__('Kernel restarting'),
    dead: trans.__('Kernel stopped'),
  };
  return (
    <span className="daisy-LinkMark" data-state={view.link}>
      {texts[view.link]}
    </span>
  );
}

function missingText(model: CtModel, trans: Translate): string | null {
  switch (model.runs.missing) {
    case 'scan':
      return trans.__('Open a scan first.');
    case 'axis':
      return trans.__('Find or type the rotation axis first.');
    case 'out':
      return trans.__('Name the file to write in the step Run.');
    case 'running':
      return trans.__('A reconstruction is running.');
    case null:
      return null;
  }
}
