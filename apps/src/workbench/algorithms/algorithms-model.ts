import {
  recordOf,
  type ContractDescription,
  type ErrorRecord,
  type KernelLink,
  type ObjectDescription,
} from '@daisy-lab/core';
import { newestWins } from '../../kit/link/newest-wins.js';
import { ViewModel } from '../view-model.js';
import { cellForAlgorithm, fitsPort, type CellInput } from './cell-code.js';

/** What an algorithm is to be run with, as far as it is chosen. */
export interface Choice {
  readonly params: Readonly<Record<string, unknown>>;
  /** Object id by input. */
  readonly objects: Readonly<Record<string, string>>;
}

export interface AlgorithmsView {
  /** Null until the kernel has answered. */
  readonly contracts: readonly ContractDescription[] | null;
  readonly objects: readonly ObjectDescription[];
  readonly words: string;
  readonly chosen: string | null;
  readonly choices: Readonly<Record<string, Choice>>;
  readonly error: ErrorRecord | null;
}

const nothing: Choice = { params: {}, objects: {} };

/** The algorithms of a kernel, what was searched for, and what is filled in for each. */
export class AlgorithmsModel extends ViewModel<AlgorithmsView> {
  readonly #link: KernelLink;
  readonly #refreshObjects: (wish: null) => Promise<void>;

  constructor(link: KernelLink) {
    super({ contracts: null, objects: [], words: '', chosen: null, choices: {}, error: null });
    this.#link = link;
    this.#refreshObjects = newestWins(
      async () => this.update({ objects: (await link.request('store.list', {})).result.objects }),
      error => this.update({ error: recordOf(error) }),
    );
  }

  start(): void {
    this.onStop(this.#link.onEvent(({ topic }) => topic === 'store' && void this.#refreshObjects(null)));
    void this.#load();
    void this.#refreshObjects(null);
  }

  search(words: string): void {
    this.update({ words });
  }

  choose(id: string | null): void {
    this.update({ chosen: id });
  }

  setParams(id: string, params: Choice['params']): void {
    this.#change(id, { params });
  }

  /** Takes an object for an input; none leaves it to a variable of the notebook. */
  setObject(id: string, input: string, object: string | undefined): void {
    const { [input]: _, ...others } = this.choiceOf(id).objects;
    this.#change(id, { objects: object === undefined ? others : { ...others, [input]: object } });
  }

  choiceOf(id: string): Choice {
    return this.getView().choices[id] ?? nothing;
  }

  dismiss(): void {
    this.update({ error: null });
  }

  /** The cell that runs an algorithm with what is chosen; objects that are gone are left out. */
  cellOf(contract: ContractDescription): string {
    const { params, objects } = this.choiceOf(contract.id);
    const inputs: Record<string, CellInput> = {};
    for (const [input, id] of Object.entries(objects)) {
      const object = this.getView().objects.find(one => one.id === id);
      if (object) inputs[input] = { object };
    }
    return cellForAlgorithm(contract, params, inputs);
  }

  async #load(): Promise<void> {
    try {
      const { result } = await this.#link.request('graph.palette', {});
      this.update({ contracts: result.contracts });
    } catch (error) {
      this.update({ error: recordOf(error) });
    }
  }

  #change(id: string, change: Partial<Choice>): void {
    this.update({ choices: { ...this.getView().choices, [id]: { ...this.choiceOf(id), ...change } } });
  }
}

export interface TechniqueGroup {
  readonly technique: string;
  readonly contracts: readonly ContractDescription[];
}

/** The algorithms that match all words, in groups by technique: the first part of their id. */
export function groupsOf(
  contracts: readonly ContractDescription[],
  words: string,
  translated: (contract: ContractDescription) => string = () => '',
): readonly TechniqueGroup[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map<string, ContractDescription[]>();
  for (const contract of [...contracts].sort((a, b) => a.id.localeCompare(b.id))) {
    const text = `${contract.id} ${contract.title} ${contract.help} ${translated(contract)}`.toLowerCase();
    if (!wanted.every(word => text.includes(word))) continue;
    const technique = contract.id.split('.')[0]!;
    groups.set(technique, [...(groups.get(technique) ?? []), contract]);
  }
  return [...groups].map(([technique, contracts]) => ({ technique, contracts }));
}

/** The objects that an input may be fed with. */
export function objectsFor(
  contract: ContractDescription,
  input: string,
  objects: readonly ObjectDescription[],
): readonly ObjectDescription[] {
  const port = contract.inputs[input];
  return port ? objects.filter(object => fitsPort(object, port.type)) : [];
}
