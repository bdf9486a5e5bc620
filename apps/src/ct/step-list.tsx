import type { JSX } from 'react';
import { useTranslate } from '../kit/i18n/translate.js';
import type { CtPartProps } from './ct-screen.js';
import { steps, type Step } from './ct-state.js';

/** The steps with their marks; any can be opened at any time. */
export function StepList({ model, view }: CtPartProps): JSX.Element {
  const trans = useTranslate();
  const names: Readonly<Record<Step, string>> = {
    data: trans.__('Data'),
    inspect: trans.__('Inspect'),
    centre: trans.__('Centre'),
    run: trans.__('Run'),
    view: trans.__('View'),
  };
  const warnings = view.opened?.description.warnings.length ?? 0;
  const marks: Readonly<Record<Step, string>> = {
    data: warnings > 0 ? `! ${warnings}` : '✓',
    inspect: '',
    centre: view.errors.axis ? '!' : view.state.axisPx === null ? '' : '✓',
    run: view.errors.run ? '!' : view.run?.state === 'done' ? '✓' : '',
    view: view.errors.result ? '!' : view.result ? '✓' : '',
  };
  return (
    <nav className="daisy-StepList" aria-label={trans.__('Steps')}>
      {steps.map(step => (
        <button
          key={step}
          aria-current={view.state.step === step ? 'step' : undefined}
          data-testid={`ct-step-${step}`}
          onClick={() => model.go(step)}
        >
          <span>{names[step]}</span>
          <span aria-hidden="true">{marks[step]}</span>
        </button>
      ))}
    </nav>
  );
}
