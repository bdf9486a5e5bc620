import type { JSX } from 'react';
import { useStore } from '@xyflow/react';
import type { EntriesRecord } from '@daisy-lab/core';
import { sentenceText } from '../kit/i18n/sentence.js';
import { useTranslate, type Translate } from '../kit/i18n/translate.js';
import type { CardBase, CardProblem } from './card-base.js';
import type { LiveCard } from './live-cards.js';
import type { CanvasModel } from './canvas-model.js';
import { reasonInWords } from './stale-words.js';
import { StepPicture } from './step-picture.js';
import { overviewZoom } from './zoom.js';

/** What a card says of its step: while it runs what the run says, then whether that is still true. */
export function stateOf({ record, planned, stale }: LiveCard): string {
  const going = record !== null && ['queued', 'running'].includes(record.state);
  if (!going && record !== null && stale !== null) return 'stale';
  return record?.state ?? (planned?.state === 'cached' ? 'cached' : 'idle');
}

/** What is wrong with a step: in its run, then in the document. */
export function problemOf(base: CardBase, { record }: LiveCard): CardProblem | null {
  return record?.error ? { message: record.error.message, severity: 'error' } : base.problem;
}

/** Why a step would be run again. */
export function whyStale(live: LiveCard, trans: Translate): string | undefined {
  const { stale, planned } = live;
  if (stateOf(live) === 'stale' && stale) return reasonInWords(stale, trans);
  return planned ? sentenceText(trans, planned.why) : undefined;
}

/** The line at the foot of a card: its state, its progress, its time. It is as high whatever it says. */
export function CardFoot({ base, live }: { readonly base: CardBase; readonly live: LiveCard }): JSX.Element {
  const trans = useTranslate();
  const { record, planned } = live;
  return (
    <footer className="daisy-Card-foot">
      {record?.state === 'running' && <progress max={1} value={record.progress} aria-label={trans.__('Progress')} />}
      <span>{stateInWords(stateOf(live), planned?.state, trans)}</span>
      {record && record.state !== 'cached' && record.milliseconds >= 1 && <span>{duration(record.milliseconds)}</span>}
      {base.scattered && <span>{trans.__('for each entry')}</span>}
      {base.nested && <span>{trans.__('workflow')}</span>}
    </footer>
  );
}

interface TrayProps {
  readonly base: CardBase;
  readonly live: LiveCard;
  readonly model: CanvasModel;
}

/**
 * What a run leaves under a card: picture, value, entries, what is wrong, why it is stale. It hangs below the card and is not counted in its
 * size: a card that grew would have the graph library measure it and look at all wires again.
 */
export function CardTray({ base, live, model }: TrayProps): JSX.Element | null {
  const trans = useTranslate();
  const { record, run } = live;
  const value = live.result ?? record?.value ?? null;
  const problem = problemOf(base, live);
  const why = stateOf(live) === 'stale' ? whyStale(live, trans) : undefined;
  const hasPicture = record?.preview !== undefined && run !== null;
  if (!hasPicture && value === null && !record?.entries && !problem && why === undefined) return null;
  return (
    <div className="daisy-Card-tray">
      {hasPicture && <CardPicture link={model.link} run={run} node={model.fullName(base.name)} kind={record.preview} />}
      {value !== null && <div className="daisy-Card-value">{value}</div>}
      {record?.entries && <EntriesStrip entries={record.entries} trans={trans} />}
      {problem && <Problem problem={problem} trans={trans} />}
      {why !== undefined && <div className="daisy-Card-stale">{why}</div>}
    </div>
  );
}

/** The picture of a step, once it is large enough to be recognised; its place is kept. */
function CardPicture(props: Parameters<typeof StepPicture>[0]): JSX.Element {
  const isSeen = useStore(({ transform: [, , zoom] }) => zoom >= overviewZoom);
  return isSeen ? <StepPicture {...props} /> : <div className="daisy-Card-picture" data-kind={props.kind} />;
}

/** An error keeps a step from running; a warning does not. */
function Problem({ problem, trans }: { readonly problem: CardProblem; readonly trans: Translate }): JSX.Element {
  const { message, severity } = problem;
  const isError = severity === 'error';
  return (
    <div className="daisy-Card-problem" data-severity={severity}>
      <span role="img" aria-label={isError ? trans.__('Error') : trans.__('Warning')}>
        {isError ? '✕' : '⚠'}
      </span>{' '}
      {sentenceText(trans, message)}
    </div>
  );
}

/** The entries of a scattered step as one strip, however many they are. */
function EntriesStrip({ entries, trans }: { readonly entries: EntriesRecord; readonly trans: Translate }): JSX.Element {
  const { count, done, failed, strip } = entries;
  const words = trans.__('%1 of %2 done, %3 failed', done, count, failed);
  return (
    <div className="daisy-Card-entries" title={words} data-testid="canvas-entries">
      <div className="daisy-Card-strip" aria-hidden="true">
        {[...strip].map((letter, at) => (
          <i key={at} data-state={letter} />
        ))}
      </div>
      <span>{words}</span>
    </div>
  );
}

function stateInWords(state: string, planned: string | undefined, trans: Translate): string {
  switch (state) {
    case 'queued':
      return trans.__('waiting');
    case 'running':
      return trans.__('running');
    case 'done':
      return trans.__('done');
    case 'cached':
      return trans.__('cached');
    case 'failed':
      return trans.__('failed');
    case 'cancelled':
      return trans.__('cancelled');
    case 'skipped':
      return trans.__('left out');
    case 'stale':
      return trans.__('stale');
    default:
      return planned === 'stale' ? trans.__('stale') : planned === 'new' ? trans.__('not run yet') : '';
  }
}

const duration = (ms: number): string => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);
