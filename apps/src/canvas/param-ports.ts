import { paramType, type Contract, type NodeData } from '@daisy-lab/core';
import type { PortView } from './card-base.js';

const prefix = 'param:';

/** The port by which something is linked to a parameter. */
export const paramPort = (param: string): string => prefix + param;

/** The parameter behind a port; null for an input. */
export const paramOfPort = (port: string): string | null =>
  port.startsWith(prefix) ? port.slice(prefix.length) : null;

/** How the view names a parameter that is shown as a port before it is linked. */
export const openedParam = (step: string, param: string): string => `${step} ${paramPort(param)}`;

/** Parameters of a step that are not given a value of their own. */
export const linkedParamsOf = ({ params = {} }: NodeData): readonly string[] =>
  Object.entries(params).flatMap(([name, source]) => ('value' in source ? [] : [name]));

/** The parameters of a step that stand as ports on its card: those that are linked, and those that wait for a wire. */
export function paramPorts(
  contract: Contract | undefined,
  node: NodeData,
  opened: readonly string[],
): readonly PortView[] {
  const linked = linkedParamsOf(node);
  const known = contract?.params.properties ?? {};
  const waiting = Object.keys(known).filter(
    name => !linked.includes(name) && opened.includes(openedParam(node.name, name)),
  );
  return [...linked, ...waiting].map(name => ({
    name: paramPort(name),
    type: known[name] && paramType(known[name]),
    linked: linked.includes(name),
  }));
}
