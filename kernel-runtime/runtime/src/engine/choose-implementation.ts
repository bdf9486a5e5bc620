import { DaisyError, type AnyAlgorithm, type Implementation, type Params, type Ports } from '@daisy-lab/core';
import { lacking, type Resources } from '../machine/lacking.js';
import { expectedMs } from '../machine/rates.js';

export type { Resources } from '../machine/lacking.js';

/** The body that a step will run, and the sentence that says why. */
export interface Choice {
  readonly name: string;
  readonly reason: string;
  readonly implementation: Body;
  /** Estimated time; null when this machine has no measured rate for it. */
  readonly milliseconds: number | null;
}

type Body = Implementation<Ports, Ports, Params>;

interface Candidate {
  readonly name: string;
  readonly body: Body;
  /** From rates measured on this machine. */
  readonly measuredMs: number | null;
  /** What candidates are compared by: measured or estimated time where any of them has been measured, else the declared cost. */
  readonly weight: number;
}

/**
 * The pinned body of an algorithm, else the cheapest whose needs are met: by the rates measured on this machine where it has any for
 * about as much data (`bytes` of array inputs), else by declared cost. Needs are looked up from the cheapest body on, until one can run.
 * @throws DaisyError `Input` for a pin that does not exist, `Resource` when no body can run here.
 */
export function chooseImplementation(
  algorithm: AnyAlgorithm,
  pinned: string | undefined,
  resources: Resources,
  bytes?: number,
): Choice {
  const candidates = weigh(algorithm, bytes);
  if (pinned !== undefined) return pinnedBody(algorithm.id, candidates, pinned, resources);
  const passed: string[] = [];
  for (const [rank, candidate] of candidates.entries()) {
    const lack = lacking(candidate.body.needs, resources);
    if (lack === null) return chosen(candidate, passed, candidates.slice(rank + 1));
    passed.push(`${candidate.name} needs ${lack}`);
  }
  throw new DaisyError('Resource', {
    message: `${algorithm.title} (${algorithm.id}) cannot run here: ${passed.join(', ') || 'it has no implementation'}.`,
    action: 'Add an implementation, or use a machine that has what it needs.',
  });
}

/** Candidates, cheapest first; of equal ones the one that was declared first. */
function weigh({ id, version, implementations }: AnyAlgorithm, bytes: number | undefined): readonly Candidate[] {
  const bodies = [...implementations] as [string, Body][];
  const measured = bodies.map(([implementation]) =>
    bytes === undefined ? null : expectedMs({ algorithm: id, version, implementation, bytes }),
  );
  // What one unit of declared cost takes here, by the bodies that have been measured; the others are held to it.
  const msPerCost = bodies.flatMap(([, body], at) => (measured[at] === null ? [] : [measured[at]! / costOf(body)]));
  const unitMs = msPerCost.length > 0 ? Math.min(...msPerCost) : 1;
  return bodies
    .map(([name, body], at) => ({
      name,
      body,
      measuredMs: measured[at]!,
      weight: measured[at] ?? costOf(body) * unitMs,
    }))
    .sort((a, b) => a.weight - b.weight);
}

function chosen({ name, body, measuredMs }: Candidate, passed: readonly string[], rest: readonly Candidate[]): Choice {
  const choice = { name, implementation: body, milliseconds: measuredMs };
  if (passed.length + rest.length === 0) return { ...choice, reason: 'the only implementation' };
  const others = rest.map(other =>
    other.measuredMs === null ? `${other.name} costs more` : `${other.name} takes ${duration(other.measuredMs)}`,
  );
  const why = measuredMs === null ? 'cheapest' : `fastest as measured on this machine (${duration(measuredMs)})`;
  return { ...choice, reason: `${[`${why} that can run here`, ...passed, ...others].join('; ')}` };
}

function pinnedBody(id: string, candidates: readonly Candidate[], pinned: string, resources: Resources): Choice {
  const found = candidates.find(({ name }) => name === pinned);
  if (!found) {
    throw new DaisyError('Input', {
      message: `${id} has no implementation "${pinned}".`,
      action: `Choose ${candidates.map(({ name }) => name).join(' or ') || 'another algorithm'}.`,
    });
  }
  const lack = lacking(found.body.needs, resources);
  if (lack) throw new DaisyError('Resource', { message: `The implementation "${pinned}" of ${id} needs ${lack}.` });
  return { name: pinned, implementation: found.body, reason: 'chosen by the user', milliseconds: found.measuredMs };
}

function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`;
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Cost of a body; one that names none counts as 1. */
export const costOf = (body: { readonly cost?: number }): number => body.cost ?? 1;
