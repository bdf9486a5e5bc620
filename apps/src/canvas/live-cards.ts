import type { GraphNodeRecord, PlannedStep } from '@daisy-lab/core';
import type { CanvasView } from './canvas-view.js';
import { outputId } from './places.js';
import type { StaleReason } from './stale-steps.js';

type Plan = Pick<PlannedStep, 'state' | 'why'>;

/** What a run and the plan say of one card. */
export interface LiveCard {
  readonly record: GraphNodeRecord | null;
  readonly planned: Plan | null;
  readonly stale: StaleReason | null;
  /** Of an output, once a run is done. */
  readonly result: string | null;
  /** The run that the picture comes from. */
  readonly run: string | null;
}

type Shown = Pick<CanvasView, 'status' | 'plan' | 'stale'>;

const nothing: LiveCard = { record: null, planned: null, stale: null, result: null, run: null };

/** Cards that are told of a change in one frame: a run that begins changes all of them, and the page has to answer meanwhile. */
const mostAtOnce = 40;
const frameMs = 16;

/**
 * The live states of all cards, beside the nodes of the canvas: what happens in a run draws the cards that it concerns and no others, and
 * the graph library, which looks at every wire when it is given anything new, hears nothing of it.
 */
export class LiveCards {
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #waiting = new Set<string>();
  #cards: ReadonlyMap<string, LiveCard> = new Map();
  #shown: Shown = { status: null, plan: new Map(), stale: new Map() };
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** The same object until something of it changes. */
  of(item: string): LiveCard {
    return this.#cards.get(item) ?? nothing;
  }

  subscribe(item: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(item) ?? new Set();
    this.#listeners.set(item, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(item) === listeners) this.#listeners.delete(item);
    };
  }

  show({ status, plan, stale }: Shown): void {
    const { status: known, plan: knownPlan, stale: knownStale } = this.#shown;
    if (status === known && plan === knownPlan && stale === knownStale) return;
    this.#shown = { status, plan, stale };
    const before = this.#cards;
    this.#cards = liveCards(this.#shown, before);
    for (const item of new Set([...before.keys(), ...this.#cards.keys()]))
      if (before.get(item) !== this.#cards.get(item)) this.#waiting.add(item);
    if (this.#timer === undefined) this.#tell();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#waiting.clear();
  }

  #tell(): void {
    let told = 0;
    for (const item of this.#waiting) {
      if (told === mostAtOnce) break;
      this.#waiting.delete(item);
      const listeners = this.#listeners.get(item);
      if (!listeners) continue;
      told++;
      for (const listener of [...listeners]) listener();
    }
    this.#timer =
      this.#waiting.size === 0
        ? undefined
        : setTimeout(() => {
            this.#timer = undefined;
            this.#tell();
          }, frameMs);
  }
}

function liveCards(
  { status, plan, stale }: Shown,
  before: ReadonlyMap<string, LiveCard>,
): ReadonlyMap<string, LiveCard> {
  const plans = plansByStep(plan);
  const run = status?.record.run ?? null;
  const steps = new Set([...Object.keys(status?.nodes ?? {}), ...plans.keys(), ...stale.keys()]);
  const made = [...steps].map((name): readonly [string, LiveCard] => {
    const [record, planned] = [status?.nodes[name] ?? null, plans.get(name) ?? null];
    // The run counts for the picture alone: a new one changes no card that has nothing of it yet.
    return [name, { record, planned, stale: stale.get(name) ?? null, result: null, run: record ? run : null }];
  });
  const outputs = Object.entries(status?.outputs ?? {}).map(
    ([name, result]) => [outputId(name), { ...nothing, result }] as const,
  );
  return new Map([...made, ...outputs].map(([item, card]) => [item, kept(before.get(item), card)]));
}

function kept(old: LiveCard | undefined, card: LiveCard): LiveCard {
  if (!old || old.run !== card.run || old.result !== card.result) return card;
  const isSame = (one: unknown, other: unknown): boolean =>
    one === other || JSON.stringify(one) === JSON.stringify(other);
  const same = isSame(old.record, card.record) && isSame(old.planned, card.planned) && isSame(old.stale, card.stale);
  return same ? old : card;
}

/** A nested workflow is as far as the least far of its steps. */
function plansByStep(plan: CanvasView['plan']): ReadonlyMap<string, Plan> {
  const found = new Map<string, Plan>();
  const rank = { cached: 0, stale: 1, new: 2 };
  for (const [path, { state, why }] of plan) {
    const [name] = path.split('/');
    const known = found.get(name!);
    if (!known || rank[state] > rank[known.state]) found.set(name!, { state, why });
  }
  return found;
}
