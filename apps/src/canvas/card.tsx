import { memo, type JSX } from 'react';
import { Handle, Position, useStore, type NodeProps } from '@xyflow/react';
import { nameOf, type EntriesRecord } from '@daisy-lab/core';
import { useTranslate, type Translate } from '../kit/i18n/translate.js';
import { unitOf } from './contract-details.js';
import type { CardData, CardNode, PortView } from './flow-items.js';
import { portClass } from './port-colour.js';
import { reasonInWords } from './stale-words.js';
import { StepPicture } from './step-picture.js';
import { overviewZoom } from './zoom.js';

/** A step, an input or an output on the canvas. */
export const Card = memo(function Card({ data, selected }: NodeProps<CardNode>): JSX.Element {
  const trans = useTranslate();
  const { base, record, planned, stale, model, run } = data;
  const state = stateOf(data);
  const problem = record?.error?.message ?? base.problem;
  const why = state === 'stale' && stale ? reasonInWords(stale, trans) : planned?.why;
  const value = base.given ?? data.result ?? record?.value ?? null;
  return (
    <div
      className={`daisy-Card daisy-mod-${base.kind} ${selected ? 'daisy-mod-selected' : ''}`}
      data-state={state}
      data-testid={`canvas-card-${base.name}`}
      title={problem ?? why}
    >
      <header className="daisy-Card-title">
        <strong>{base.kind === 'step' ? trans.__(base.title) : base.title}</strong>
        {base.kind === 'step' && <span className="daisy-Hint">{base.name}</span>}
      </header>
      <div className="daisy-Card-ports">
        <div>
          {base.inputs.map(port => (
            <PortRow key={port.name} port={port} side="in" />
          ))}
        </div>
        <div>
          {base.outputs.map(port => (
            <PortRow key={port.name} port={port} side="out" bare={base.kind === 'input'} />
          ))}
        </div>
      </div>
      {base.params.length > 0 && <div className="daisy-Card-params">{base.params.join(' · ')}</div>}
      {record?.preview && run !== null && (
        <CardPicture link={model.link} run={run} node={model.fullName(base.name)} kind={record.preview} />
      )}
      {value !== null && <div className="daisy-Card-value">{value}</div>}
      {record?.entries && <EntriesStrip entries={record.entries} trans={trans} />}
      {problem && <div className="daisy-Card-problem">{problem}</div>}
      {state === 'stale' && why !== undefined && <div className="daisy-Card-stale">{why}</div>}
      {base.kind === 'step' && <Foot data={data} state={state} trans={trans} />}
    </div>
  );
});

/** The picture of a step, once it is large enough to be recognised; its place is kept. */
function CardPicture(props: Parameters<typeof StepPicture>[0]): JSX.Element {
  const isSeen = useStore(({ transform: [, , zoom] }) => zoom >= overviewZoom);
  return isSeen ? <StepPicture {...props} /> : <div className="daisy-Card-picture" data-kind={props.kind} />;
}

/** What a card says of its step: while it runs what the run says, then whether that is still true. */
function stateOf({ record, planned, stale }: CardData): string {
  const going = record !== null && ['queued', 'running'].includes(record.state);
  if (!going && record !== null && stale !== null) return 'stale';
  return record?.state ?? (planned?.state === 'cached' ? 'cached' : 'idle');
}

function PortRow({
  port,
  side,
  bare = false,
}: {
  readonly port: PortView;
  readonly side: 'in' | 'out';
  readonly bare?: boolean;
}): JSX.Element {
  const label = port.name.replace(/^param:/, '');
  const about = port.type ? `${label}: ${nameOf(port.type)}${unitOf(port.type)}` : label;
  return (
    <div className={`daisy-Card-port daisy-mod-${side} ${portClass(port.type)}`} title={about}>
      <Handle
        type={side === 'in' ? 'target' : 'source'}
        position={side === 'in' ? Position.Left : Position.Right}
        id={port.name}
        role="img"
        aria-label={about}
      />
      {!bare && port.name !== 'value' && label}
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

function Foot({
  data: { base, record, planned },
  state,
  trans,
}: {
  readonly data: CardData;
  readonly state: string;
  readonly trans: Translate;
}): JSX.Element {
  const running = record?.state === 'running';
  return (
    <footer className="daisy-Card-foot">
      {running && <progress max={1} value={record.progress} aria-label={trans.__('Progress')} />}
      <span>{stateInWords(state, planned?.state, trans)}</span>
      {record && record.state !== 'cached' && record.milliseconds >= 1 && <span>{duration(record.milliseconds)}</span>}
      {base.scattered && <span>{trans.__('for each entry')}</span>}
      {base.nested && <span>{trans.__('workflow')}</span>}
    </footer>
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
