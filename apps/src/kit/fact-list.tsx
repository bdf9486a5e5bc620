import type { JSX, ReactNode } from 'react';

export type Fact = readonly [name: string, value: ReactNode];

export interface FactListProps {
  /** Those without a value are left out. */
  readonly facts: readonly Fact[];
  /** `row`: name and value on one line. `stacked`: the value below, for long ones. `flow`: stacked, one fact beside the other. */
  readonly look?: 'row' | 'stacked' | 'flow';
  readonly testId?: string;
}

/** Names and their values. */
export function FactList({ facts, look = 'row', testId }: FactListProps): JSX.Element {
  return (
    <dl className={`daisy-FactList daisy-mod-${look}`} data-testid={testId}>
      {facts
        .filter(([, value]) => value !== undefined && value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
