import type { JSX } from 'react';
import { useTranslate } from '../kit/i18n/translate.js';
import type { CtPartProps } from './parts.js';
import { steps, type Step } from './ct-state.js';

/** The steps with their marks; any can be opened at any time. */
export function StepList({ model, view }: CtPartProps): JSX.Element {
  const trans = useTranslate();
  const names: Readonly<Record<Step, string>> = {
    data: trans.__('Data'),
    inspect: trans.__('Inspect'),
    pipeline: trans.__('Pipeline'),
    centre: trans.__('Centre'),
    tune: trans.__('Tune'),
    run: trans.__('Run'),
    view: trans.__('View'),
    provenance: trans.__('Provenance'),
  };
  const warnings = view.opened?.description.warnings.length ?? 0;
  const problems = view.findings?.findings.filter(({ level }) => level !== 'good').length ?? 0;
  const operations = (view.state.operations ?? []).filter(({ off }) => !off).length;
  const marks: Readonly<Record<Step, string>> = {
    data: warnings > 0 ? `! ${warnings}` : '✓',
    inspect: problems > 0 ? `! ${problems}` : view.findings ? '✓' : '',
    pipeline: view.errors.sinogram ? '!' : operations > 0 ? String(operations) : '',
    centre: view.errors.axis ? '!' : view.state.axisPx === null ? '' : '✓',
    tune: Object.keys(view.state.params).length > 0 ? '✓' : '',
    run: view.errors.run ? '!' : view.run?.state === 'done' ? '✓' : '',
    view: view.errors.result ? '!' : view.result ? '✓' : '',
    provenance: view.saved ? '✓' : '',
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
