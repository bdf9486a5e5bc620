import { Contracts, refusal, type ContractDescription, type KernelLink, type PortType } from '@daisy-lab/core';

/** What can be put onto a canvas. */
export interface Palette {
  readonly contracts: Contracts;
  readonly entries: readonly ContractDescription[];
}

export async function loadPalette(link: KernelLink): Promise<Palette> {
  const { result } = await link.request('graph.palette', {});
  const entries = [...result.contracts].sort((a, b) => a.id.localeCompare(b.id));
  return { contracts: new Contracts(entries), entries };
}

/** The algorithms that match the words, and that take a value of `from` when a wire was pulled. */
export function matching(palette: Palette, words: string, from?: PortType): readonly ContractDescription[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return palette.entries.filter(entry => {
    const text = `${entry.id} ${entry.title} ${entry.help}`.toLowerCase();
    return wanted.every(word => text.includes(word)) && (!from || fittingInput(entry, from) !== undefined);
  });
}

/** The first input that a value of this type may flow into. */
export function fittingInput(contract: ContractDescription, from: PortType): string | undefined {
  return Object.entries(contract.inputs).find(([, { type }]) => refusal(from, type) === null)?.[0];
}

export interface Converter extends ContractDescription {
  readonly input: string;
  readonly output: string;
}

/** Steps that make a value of type `to` of one of type `from`; those that need nothing else first. */
export function converters(palette: Palette, from: PortType, to: PortType): readonly Converter[] {
  const found = palette.entries.flatMap((entry): Converter[] => {
    // What it turns into something else is its first input; the others say how.
    const [input] = Object.keys(entry.inputs);
    const takes = input !== undefined && refusal(from, entry.inputs[input]!.type) === null;
    const output = Object.entries(entry.outputs).find(([, { type }]) => refusal(type, to) === null)?.[0];
    return !takes || output === undefined ? [] : [{ ...entry, input, output }];
  });
  const needs = ({ inputs }: Converter): number =>
    Object.values(inputs).filter(({ type }) => type.kind !== 'optional').length;
  return found.sort((a, b) => needs(a) - needs(b)).slice(0, 5);
}
