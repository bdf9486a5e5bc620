import type { DaisyDocument, NodeData, SourceData } from '@daisy-lab/core';
import { providersOf } from './places.js';

/** What has changed since a step was run. */
export type StaleReason =
  | { readonly what: 'parameter' | 'link' | 'input' | 'workflowParameter' | 'step'; readonly name: string }
  | { readonly what: 'body' | 'rules' | 'new' };

/** Steps that would give something else now than they gave in the run of `ran`, with the first reason. */
export function staleSteps(ran: DaisyDocument, now: DaisyDocument): ReadonlyMap<string, StaleReason> {
  const before = new Map(ran.workflow.nodes.map(node => [node.name, node]));
  const nodes = new Map(now.workflow.nodes.map(node => [node.name, node]));
  const known = new Map<string, StaleReason | null>();
  const reasonOf = (name: string): StaleReason | null => {
    const found = known.get(name);
    if (found !== undefined) return found;
    known.set(name, null);
    const node = nodes.get(name);
    if (!node) return null;
    const old = before.get(name);
    const reason = (old ? ownReason(ran, now, old, node) : ({ what: 'new' } as const)) ?? above(node, reasonOf);
    known.set(name, reason);
    return reason;
  };
  const stale = [...nodes.keys()].flatMap(name => {
    const reason = reasonOf(name);
    return reason ? [[name, reason] as const] : [];
  });
  return new Map(stale);
}

function above(node: NodeData, reasonOf: (name: string) => StaleReason | null): StaleReason | null {
  const name = sourcesIn(node)
    .flatMap(([, source]) => providersOf(source))
    .find(provider => reasonOf(provider) !== null);
  return name === undefined ? null : { what: 'step', name };
}

function ownReason(ran: DaisyDocument, now: DaisyDocument, old: NodeData, node: NodeData): StaleReason | null {
  const rules = (one: NodeData): unknown => [
    one.algorithm,
    one.version,
    one.workflow,
    one.scatter,
    one.when,
    one.onError,
  ];
  if (differ(rules(old), rules(node))) return { what: 'rules' };
  const param = changedName(old.params, node.params);
  if (param !== undefined) return { what: 'parameter', name: param };
  const input = changedName(old.inputs, node.inputs);
  if (input !== undefined) return { what: 'link', name: input };
  if (node.algorithm !== undefined && ran.values?.use?.[node.algorithm] !== now.values?.use?.[node.algorithm])
    return { what: 'body' };
  for (const [, source] of sourcesIn(node)) {
    if ('input' in source && differ(ran.values?.inputs?.[source.input], now.values?.inputs?.[source.input]))
      return { what: 'input', name: source.input };
    if ('param' in source && differ(ran.values?.params?.[source.param], now.values?.params?.[source.param]))
      return { what: 'workflowParameter', name: source.param };
  }
  return null;
}

const differ = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b);

type Sources = Readonly<Record<string, SourceData>> | undefined;

function changedName(before: Sources, now: Sources): string | undefined {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(now ?? {})]);
  return [...names].find(name => differ(before?.[name], now?.[name]));
}

/** All sources of a step with their ports, alternatives one by one. */
function sourcesIn({ inputs = {}, params = {}, when }: NodeData): readonly (readonly [string, SourceData])[] {
  const all = [...Object.entries(inputs), ...Object.entries(params), ...(when ? [['when', when] as const] : [])];
  return all.flatMap(([name, source]) =>
    'first' in source ? source.first.map(one => [name, one] as const) : [[name, source] as const],
  );
}
