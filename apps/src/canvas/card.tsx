import { memo, type JSX } from 'react';
import { Handle, Position, type NodeProps } from '@xyflow/react';
import { nameOf } from '@daisy-lab/core';
import { useTranslate, type Translate } from '../kit/i18n/translate.js';
import type { CardData, CardNode, PortView } from './flow-items.js';
import { portClass } from './port-colour.js';

/** A step, an input or an output on the canvas. */
export const Card = memo(function Card({ data, selected }: NodeProps<CardNode>): JSX.Element {
  const trans = useTranslate();
  const state = data.record?.state ?? (data.planned?.state === 'cached' ? 'cached' : 'idle');
  const problem = data.record?.error?.message ?? data.problem;
  return (
    <div
      className={`daisy-Card daisy-mod-${data.kind} ${selected ? 'daisy-mod-selected' : ''}`}
      data-state={state}
      data-testid={`canvas-card-${data.name}`}
      title={problem ?? data.planned?.why}
    >
      <header className="daisy-Card-title">
        <strong>{data.title}</strong>
        {data.kind === 'step' && <span className="daisy-Hint">{data.name}</span>}
      </header>
      <div className="daisy-Card-ports">
        <div>
          {data.inputs.map(port => (
            <PortRow key={port.name} port={port} side="in" />
          ))}
        </div>
        <div>
          {data.outputs.map(port => (
            <PortRow key={port.name} port={port} side="out" bare={data.kind === 'input'} />
          ))}
        </div>
      </div>
      {data.value !== null && <div className="daisy-Card-value">{data.value}</div>}
      {problem && <div className="daisy-Card-problem">{problem}</div>}
      {data.kind === 'step' && <Foot data={data} state={state} trans={trans} />}
    </div>
  );
});

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
  const about = port.type ? `${label}: ${nameOf(port.type)}` : label;
  return (
    <div className={`daisy-Card-port daisy-mod-${side} ${portClass(port.type)}`} title={about}>
      <Handle
        type={side === 'in' ? 'target' : 'source'}
        position={side === 'in' ? Position.Left : Position.Right}
        id={port.name}
        aria-label={about}
      />
      {!bare && port.name !== 'value' && label}
    </div>
  );
}

function Foot({
  data,
  state,
  trans,
}: {
  readonly data: CardData;
  readonly state: string;
  readonly trans: Translate;
}): JSX.Element {
  const { record, planned } = data;
  const running = record?.state === 'running';
  return (
    <footer className="daisy-Card-foot">
      {running && <progress max={1} value={record.progress} aria-label={trans.__('Progress')} />}
      <span>{stateInWords(state, planned?.state, trans)}</span>
      {record && record.state !== 'cached' && record.milliseconds >= 1 && <span>{duration(record.milliseconds)}</span>}
      {data.scattered && <span>{trans.__('for each entry')}</span>}
      {data.nested && <span>{trans.__('workflow')}</span>}
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
    default:
      return planned === 'stale' ? trans.__('stale') : planned === 'new' ? trans.__('not run yet') : '';
  }
}

const duration = (ms: number): string => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);
