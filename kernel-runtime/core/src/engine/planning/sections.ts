import type { PortType } from '../../algorithm/port.js';
import { providersOf, sourcesOfStep, type FlatGraph, type FlatSource, type FlatStep } from './flatten.js';

/** Steps through which pieces of the data stream together, or a single step that works on the whole. */
export interface Section {
  /** Number in an order in which the sections can run; a section depends on smaller numbers only. */
  readonly id: number;
  /** In an order in which they can run. */
  readonly steps: readonly FlatStep[];
  /** The axis of the pieces; null when the step works on the whole. */
  readonly over: string | null;
  /** Sections that must have ended before this one starts. */
  readonly after: readonly number[];
}

/**
 * Groups steps into sections: a step joins the section of a provider that splits over the same axis, when everything else it needs
 * comes from earlier sections. What lies between two steps of a section never exists as a whole.
 *
 * @param steps those of the graph that have to run; what others gave is there already
 */
export function planSections(graph: FlatGraph, steps: readonly FlatStep[] = graph.steps): readonly Section[] {
  const byPath = new Map(steps.map(step => [step.path, step]));
  const sectionOf = new Map<string, number>();
  const sections: { steps: FlatStep[]; over: string | null; after: Set<number> }[] = [];
  for (const step of steps) {
    const links = sourcesOfStep(step).flatMap(providersOf);
    const running = links.filter(link => byPath.has(link.step));
    const needed = running.map(link => sectionOf.get(link.step)!);
    const newest = Math.max(-1, ...needed);
    const joins =
      newest >= 0 &&
      sections[newest]!.over !== null &&
      sections[newest]!.over === axisOf(step) &&
      running.every(link => sectionOf.get(link.step) !== newest || streams(byPath.get(link.step)!, link.port, step));
    const id = joins ? newest : sections.push({ steps: [], over: axisOf(step), after: new Set() }) - 1;
    sections[id]!.steps.push(step);
    for (const other of needed) if (other !== id) sections[id]!.after.add(other);
    sectionOf.set(step.path, id);
  }
  return sections.map(({ steps: members, over, after }, id) => ({ id, steps: members, over, after: [...after] }));
}

/** The axis along which the engine may cut a step; null when it has to run on the whole. */
export function axisOf(step: FlatStep): string | null {
  return step.scatter || step.when || step.onError === 'skip' ? null : (step.algorithm.split?.over ?? null);
}

/** Whether an output may pass into a step piece by piece. */
function streams(provider: FlatStep, port: string, step: FlatStep): boolean {
  const over = axisOf(step)!;
  const type = (provider.algorithm.outputs as Readonly<Record<string, { type: PortType }>>)[port]?.type;
  // A value without the axis is known after the first piece only when it is the same for all of them.
  if (!type || !hasAxis(type, over)) return provider.algorithm.split?.combine?.[port] === 'first';
  return portsFedBy(step, provider.path, port).every(({ type: target }) => hasAxis(target, over));
}

function portsFedBy(step: FlatStep, path: string, port: string): readonly { readonly type: PortType }[] {
  const feeds = (source: FlatSource): boolean =>
    providersOf(source).some(link => link.step === path && link.port === port);
  const inputs = step.algorithm.inputs as Readonly<Record<string, { type: PortType }>>;
  const fed = Object.entries(step.inputs).filter(([, source]) => feeds(source));
  const asParameter = Object.values(step.params).some(feeds) ? [{ type: { kind: 'any' } as const }] : [];
  return [...fed.map(([name]) => inputs[name] ?? { type: { kind: 'any' } as const }), ...asParameter];
}

/** Whether values of a port are cut along an axis. */
export function hasAxis(type: PortType, axis: string): boolean {
  if (type.kind === 'optional') return hasAxis(type.of, axis);
  return type.kind === 'array' && type.axes.includes(axis);
}
