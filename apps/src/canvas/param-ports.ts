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

/** Parameters of a step that have no value of their own: those that are linked, then those that wait for a wire. */
export function linkedParams(node: NodeData, opened: readonly string[]): readonly string[] {
  const linked = Object.entries(node.params ?? {}).flatMap(([name, source]) => ('value' in source ? [] : [name]));
  const prefix = openedParam(node.name, '');
  const waiting = opened.flatMap(id => (id.startsWith(prefix) ? [id.slice(prefix.length)] : []));
  return [...linked, ...waiting.filter(name => !linked.includes(name))];
}

/** The same as ports on the card of the step. */
export function paramPorts(
  contract: Contract | undefined,
  node: NodeData,
  opened: readonly string[],
): readonly PortView[] {
  const known = contract?.params.properties ?? {};
  return linkedParams(node, opened).map(name => {
    const source = node.params?.[name];
    return {
      name: paramPort(name),
      type: known[name] && paramType(known[name]),
      linked: source !== undefined && !('value' in source),
    };
  });
}
