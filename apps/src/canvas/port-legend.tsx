import type { JSX } from 'react';
import type { PortType } from '@daisy-lab/core';
import { useTranslate, type Translate } from '../kit/i18n/translate.js';
import type { DrawnDocument } from './flow-items.js';
import { portClass } from './port-colour.js';

/** What the colours of ports and wires mean, for the kinds of values that this document has. */
export function PortLegend({ cards }: Pick<DrawnDocument, 'cards'>): JSX.Element | null {
  const trans = useTranslate();
  const types = [...cards.values()].flatMap(({ inputs, outputs }) => [...inputs, ...outputs]);
  const kinds = new Set(types.flatMap(({ type }) => (type ? [kindOf(type)] : [])));
  if (kinds.size === 0) return null;
  return (
    <ul className="daisy-Canvas-legend" aria-label={trans.__('Kinds of values')} data-testid="canvas-legend">
      {[...kinds].sort().map(kind => (
        <li key={kind} className={portClass({ kind } as PortType)}>
          <span className="daisy-Port-dot" aria-hidden="true" />
          {kindInWords(kind, trans)}
        </li>
      ))}
    </ul>
  );
}

type ShownKind = Exclude<PortType['kind'], 'optional' | 'list' | 'integer'>;

/** Kinds that share a colour are one. */
function kindOf(type: PortType): ShownKind {
  if (type.kind === 'optional' || type.kind === 'list') return kindOf(type.of);
  if (type.kind === 'dataset') return 'file';
  return type.kind === 'integer' ? 'number' : type.kind;
}

function kindInWords(kind: ShownKind, trans: Translate): string {
  switch (kind) {
    case 'array':
      return trans.__('array');
    case 'number':
      return trans.__('number');
    case 'boolean':
      return trans.__('yes or no');
    case 'string':
      return trans.__('text');
    case 'table':
      return trans.__('table');
    case 'file':
    case 'dataset':
      return trans.__('file');
    case 'any':
      return trans.__('anything');
  }
}
