import { nameOf, refusal } from '../algorithm/accepts.js';
import type { PortType } from '../algorithm/port.js';
import type { GraphNode } from './graph.js';

export type NodeRules = Pick<GraphNode, 'scatter' | 'when' | 'retries' | 'onError'>;

/** What is wrong with a link, in one sentence, and what to do; the same for builder, document and canvas. */
export interface LinkProblem {
  readonly message: string;
  readonly action?: string;
}

/** What an input of a step takes by the rules that the step runs under. */
export function inputType(name: string, type: PortType, { scatter }: NodeRules): PortType {
  return scatter?.includes(name) ? { kind: 'list', of: type } : type;
}

/** What the outputs of a step become by the rules it runs under. */
export function outputType(type: PortType, { scatter, when, onError }: NodeRules): PortType {
  if (scatter) return { kind: 'list', of: type };
  return when || onError === 'skip' ? { kind: 'optional', of: type } : type;
}

/** The type of a value that is there. */
export const required = (type: PortType | undefined): PortType | undefined =>
  type?.kind === 'optional' ? type.of : type;

export function unknownInput(node: string, known: readonly string[], linked: readonly string[]): LinkProblem | null {
  const unknown = linked.find(name => !known.includes(name));
  if (unknown === undefined) return null;
  return {
    message: `Step "${node}" has no input "${unknown}".`,
    action: known.length > 0 ? `Its inputs are ${known.join(', ')}.` : 'It has no inputs.',
  };
}

export function missingLink(node: string, portName: string, type: PortType): LinkProblem | null {
  if (type.kind === 'optional') return null;
  return {
    message: `Step "${node}" has nothing linked to its input "${portName}".`,
    action: `Link ${nameOf(type)} to it.`,
  };
}

export function refusedLink(node: string, portName: string, from: PortType, to: PortType): LinkProblem | null {
  const reason = refusal(from, to);
  return reason ? { message: `Input "${portName}" of step "${node}" refuses the link: ${reason}` } : null;
}

/** Why a value does not fit a parameter of a step; where it may be missing, the parameter then has its default. */
export function refusedParam(node: string, param: string, from: PortType, to: PortType): LinkProblem | null {
  const reason = refusal(from.kind === 'optional' ? from.of : from, to);
  return reason ? { message: `Parameter "${param}" of step "${node}" refuses the link: ${reason}` } : null;
}
