import type { DocumentProblem, PortType } from '@daisy-lab/core';

export interface PortView {
  readonly name: string;
  readonly type: PortType | undefined;
  readonly linked: boolean;
}

/** What is wrong with a step, and whether it keeps the document from running. */
export type CardProblem = Pick<DocumentProblem, 'message' | 'severity'>;

/** What of a card follows from the document alone. */
export interface CardBase {
  readonly kind: 'step' | 'input' | 'output';
  readonly name: string;
  readonly title: string;
  readonly known: boolean;
  readonly nested: boolean;
  readonly scattered: boolean;
  readonly inputs: readonly PortView[];
  readonly outputs: readonly PortView[];
  /** Parameters that differ from their default, in words. */
  readonly params: readonly string[];
  /** The gravest. */
  readonly problem: CardProblem | null;
  /** A value in words, of an input. */
  readonly given: string | null;
}
