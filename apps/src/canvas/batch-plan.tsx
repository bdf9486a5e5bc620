import type { JSX } from 'react';
import type { BatchPlanRow, ErrorRecord } from '@daisy-lab/core';
import { sentenceText } from '../kit/i18n/sentence.js';
import { useTranslate } from '../kit/i18n/translate.js';

/** So many lines tell what the others look like. */
const mostLines = 3;

interface PlanProps {
  readonly plan: readonly BatchPlanRow[] | null;
  readonly refused: ErrorRecord | null;
}

/** What a batch would write, or why it would not start. */
export function BatchPlan({ plan, refused }: PlanProps): JSX.Element | null {
  const trans = useTranslate();
  const problems = refused ? [refused] : (plan ?? []).flatMap(({ problem }) => problem ?? []);
  if (problems.length > 0)
    return (
      <ul className="daisy-Canvas-batchPlan daisy-mod-error" role="alert" data-testid="canvas-batch-problems">
        {problems.slice(0, mostLines).map(({ message, action }, at) => (
          <li key={at}>{[message, action ?? ''].map(text => text && sentenceText(trans, text)).join(' ')}</li>
        ))}
        <More count={problems.length - mostLines} />
      </ul>
    );
  const planned = (plan ?? []).filter(({ writes }) => Object.keys(writes).length > 0);
  const next = planned.filter(({ state }) => state === 'new');
  if (planned.length === 0) return null;
  return (
    <ul className="daisy-Canvas-batchPlan" data-testid="canvas-batch-plan">
      {next.slice(0, mostLines).map(({ file, writes }, at) => (
        <li key={at}>{`${file} → ${[...new Set(Object.values(writes))].join(', ')}`}</li>
      ))}
      <More count={next.length - mostLines} />
      {next.length < planned.length && (
        <li>
          {trans._n(
            '%1 file is left out: its results are there already.',
            '%1 files are left out: their results are there already.',
            planned.length - next.length,
          )}
        </li>
      )}
    </ul>
  );
}

function More({ count }: { readonly count: number }): JSX.Element | null {
  const trans = useTranslate();
  return count > 0 ? <li>{trans._n('and %1 more', 'and %1 more', count)}</li> : null;
}
