import type { JSX } from 'react';
import { nameOf, type ContractDescription, type PortDescription } from '@daisy-lab/core';
import { useTranslate } from '../kit/i18n/translate.js';
import { portClass } from './port-colour.js';

/** The documentation of an algorithm: its id and version, what goes in and what comes out, its bodies. */
export function ContractDetails({ entry }: { readonly entry: ContractDescription }): JSX.Element {
  const trans = useTranslate();
  return (
    <details className="daisy-Canvas-docs" data-testid="canvas-docs">
      <summary>{trans.__('Documentation')}</summary>
      <p className="daisy-Hint">{`${entry.id} ${entry.version}`}</p>
      <h4>{trans.__('Takes')}</h4>
      <Ports ports={entry.inputs} />
      <h4>{trans.__('Gives')}</h4>
      <Ports ports={entry.outputs} />
      {entry.implementations.length > 0 && (
        <p className="daisy-Hint">{trans.__('Implementations: %1', entry.implementations.join(', '))}</p>
      )}
    </details>
  );
}

function Ports({ ports }: { readonly ports: Readonly<Record<string, PortDescription>> }): JSX.Element {
  const trans = useTranslate();
  return (
    <ul>
      {Object.entries(ports).map(([name, { type }]) => (
        <li key={name} className={portClass(type)}>
          <span className="daisy-Port-dot" aria-hidden="true" />
          <strong>{name}</strong> {nameOf(type)}
          {unitOf(type)}
          {type.kind === 'optional' && ` (${trans.__('may be left out')})`}
        </li>
      ))}
    </ul>
  );
}

/** The unit of a type, as it follows its name; empty when it has none. */
export function unitOf(type: PortDescription['type']): string {
  const inner = type.kind === 'optional' ? type.of : type;
  return 'unit' in inner && inner.unit ? `, ${inner.unit}` : '';
}
