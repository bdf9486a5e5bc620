import { memo, type JSX } from 'react';
import { Handle, Position, type NodeProps } from '@xyflow/react';
import { nameOf } from '@daisy-lab/core';
import { sentenceText } from '../kit/i18n/sentence.js';
import { useTranslate } from '../kit/i18n/translate.js';
import { CardFoot, CardTray, problemOf, stateOf, whyStale } from './card-live.js';
import { unitOf } from './contract-details.js';
import type { CardBase, PortView } from './card-base.js';
import type { CardNode } from './flow-items.js';
import type { LiveCard } from './live-cards.js';
import { useLive } from './live-hooks.js';
import { portClass } from './port-colour.js';

const whole = (live: LiveCard): LiveCard => live;

/** A step, an input or an output on the canvas. */
export const Card = memo(function Card({ id, data, selected }: NodeProps<CardNode>): JSX.Element {
  const trans = useTranslate();
  const { base, model } = data;
  const live = useLive(model.live, id, whole);
  const problem = problemOf(base, live);
  return (
    <div
      className={`daisy-Card daisy-mod-${base.kind} ${selected ? 'daisy-mod-selected' : ''}`}
      data-state={stateOf(live)}
      data-testid={`canvas-card-${base.name}`}
      title={problem ? sentenceText(trans, problem.message) : whyStale(live, trans)}
    >
      <CardFace base={base} />
      {base.kind === 'step' && <CardFoot base={base} live={live} />}
      <CardTray base={base} live={live} model={model} />
    </div>
  );
});

/** What of a card the document says; a run does not draw it again. */
const CardFace = memo(function CardFace({ base }: { readonly base: CardBase }): JSX.Element {
  const trans = useTranslate();
  return (
    <>
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
      {base.given !== null && <div className="daisy-Card-value">{base.given}</div>}
    </>
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
