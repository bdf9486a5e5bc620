import type { JSX } from 'react';
import type { CtFinding } from '@daisy-lab/core';
import { useTranslate } from '../../kit/i18n/translate.js';

/** What the kernel found, in sentences; what needs attention first. */
export function FindingList(props: { readonly findings: readonly CtFinding[]; readonly testId: string }): JSX.Element {
  const trans = useTranslate();
  const order = { bad: 0, attention: 1, good: 2 } as const;
  const marks = { bad: '✕', attention: '!', good: '✓' } as const;
  const names = { bad: trans.__('problem'), attention: trans.__('attention'), good: trans.__('good') } as const;
  const sorted = [...props.findings].sort((a, b) => order[a.level] - order[b.level]);
  return (
    <ul className="daisy-Findings" data-testid={props.testId}>
      {sorted.map(({ id, level, text, values }) => (
        <li key={id} data-level={level}>
          <span role="img" aria-label={names[level]}>
            {marks[level]}
          </span>
          <span>{trans.__(text, ...values)}</span>
        </li>
      ))}
    </ul>
  );
}
