import {
  DaisyError,
  type AnyAlgorithm,
  type Implementation,
  type Needs,
  type Params,
  type Ports,
} from '@daisy-lab/core';

/** What the machine offers to bodies. */
export interface Resources {
  readonly gpu: boolean;
}

/** The body that a step will run, and the sentence that says why. */
export interface Choice {
  readonly name: string;
  readonly reason: string;
  readonly implementation: Implementation<Ports, Ports, Params>;
}

/**
 * The pinned body of an algorithm, else the cheapest whose needs are met.
 * @throws DaisyError `Input` for a pin that does not exist, `Resource` when no body can run here.
 */
export function chooseImplementation(
  algorithm: AnyAlgorithm,
  pinned: string | undefined,
  resources: Resources,
): Choice {
  const bodies = [...algorithm.implementations] as [string, Implementation<Ports, Ports, Params>][];
  if (pinned !== undefined) return pinnedBody(algorithm.id, bodies, pinned, resources);
  const able = bodies.filter(([, body]) => lacking(body.needs, resources) === null);
  if (able.length === 0) {
    throw new DaisyError('Resource', {
      message: `${algorithm.title} (${algorithm.id}) cannot run here: ${whyNone(bodies, resources)}.`,
      action: 'Add an implementation, or use a machine that has what it needs.',
    });
  }
  const [name, implementation] = able.reduce((best, body) => (costOf(body[1]) < costOf(best[1]) ? body : best));
  const rest = bodies.filter(([other]) => other !== name);
  return { name, implementation, reason: rest.length === 0 ? 'the only implementation' : comparison(rest, resources) };
}

function pinnedBody(
  id: string,
  bodies: readonly [string, Implementation<Ports, Ports, Params>][],
  pinned: string,
  resources: Resources,
): Choice {
  const implementation = bodies.find(([name]) => name === pinned)?.[1];
  if (!implementation) {
    throw new DaisyError('Input', {
      message: `${id} has no implementation "${pinned}".`,
      action: `Choose ${bodies.map(([name]) => name).join(' or ') || 'another algorithm'}.`,
    });
  }
  const lack = lacking(implementation.needs, resources);
  if (lack) throw new DaisyError('Resource', { message: `The implementation "${pinned}" of ${id} needs ${lack}.` });
  return { name: pinned, implementation, reason: 'chosen by the user' };
}

function comparison(rest: readonly [string, { needs?: Needs }][], resources: Resources): string {
  const others = rest.map(([name, { needs }]) => {
    const lack = lacking(needs, resources);
    return lack ? `${name} needs ${lack}` : `${name} costs more`;
  });
  return `cheapest that can run here; ${others.join(', ')}`;
}

function whyNone(bodies: readonly [string, { needs?: Needs }][], resources: Resources): string {
  if (bodies.length === 0) return 'it has no implementation';
  return bodies.map(([name, { needs }]) => `${name} needs ${lacking(needs, resources)}`).join(', ');
}

function lacking(needs: Needs | undefined, resources: Resources): string | null {
  return needs?.gpu && !resources.gpu ? 'a GPU' : null;
}

/** Cost of a body; one that names none counts as 1. */
export const costOf = (body: { readonly cost?: number }): number => body.cost ?? 1;
