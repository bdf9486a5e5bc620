import {
  conversionFor,
  Contracts,
  refusal,
  type ContractDescription,
  type KernelLink,
  type PortType,
} from '@daisy-lab/core';

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

/** Where a wire was pulled from: what flows in or out there. */
export interface WantedPort {
  readonly type: PortType;
  /** The end that the wire still lacks. */
  readonly lacks: 'input' | 'output';
}

/** The algorithms that match the words, those with the words in their title first; of a pulled wire only those that fit its end. */
export function matching(
  palette: Palette,
  words: string,
  wanted?: WantedPort,
  inWords: (text: string) => string = text => text,
): readonly ContractDescription[] {
  const sought = words.toLowerCase().split(/\s+/).filter(Boolean);
  const holds = (text: string): boolean => sought.every(word => text.toLowerCase().includes(word));
  const rankOf = ({ id, title, help }: ContractDescription): number =>
    [inWords(title), id, `${id} ${title} ${inWords(title)} ${help} ${inWords(help)}`].findIndex(holds);
  return palette.entries
    .map(entry => ({ entry, rank: rankOf(entry) }))
    .filter(({ entry, rank }) => rank >= 0 && (!wanted || fittingPort(entry, wanted) !== undefined))
    .sort((a, b) => a.rank - b.rank || (sought.length > 0 ? a.entry.title.length - b.entry.title.length : 0))
    .map(({ entry }) => entry);
}

/** The port that a pulled wire ends at; one of exactly this kind before one that takes anything. */
export function fittingPort(contract: ContractDescription, { type, lacks }: WantedPort): string | undefined {
  const ports = Object.entries(lacks === 'input' ? contract.inputs : contract.outputs);
  const fitting = ports.filter(([, one]) =>
    lacks === 'input' ? refusal(type, one.type) === null : refusal(one.type, type) === null,
  );
  return (fitting.find(([, one]) => one.type.kind !== 'any') ?? fitting[0])?.[0];
}

export interface Converter extends ContractDescription {
  readonly input: string;
  readonly output: string;
  /** What it has to be told, for these two ends. */
  readonly given: Readonly<Record<string, string>>;
}

/** Steps that make a value of type `to` of one of type `from`: the plain converter first, then those that need nothing else. */
export function converters(palette: Palette, from: PortType, to: PortType): readonly Converter[] {
  const conversion = conversionFor(from, to);
  const plain = palette.entries.flatMap((entry): Converter[] => {
    const [[input], [output]] = [Object.keys(entry.inputs), Object.keys(entry.outputs)];
    if (entry.id !== conversion?.algorithm || input === undefined || output === undefined) return [];
    return [{ ...entry, input, output, given: conversion.params }];
  });
  const found = palette.entries.flatMap((entry): Converter[] => {
    // What it turns into something else is its first input; the others say how.
    const [input] = Object.keys(entry.inputs);
    const takes =
      input !== undefined && isTyped(entry.inputs[input]!.type) && refusal(from, entry.inputs[input]!.type) === null;
    const output = Object.entries(entry.outputs).find(
      ([, { type }]) => isTyped(type) && refusal(type, to) === null,
    )?.[0];
    return !takes || output === undefined ? [] : [{ ...entry, input, output, given: {} }];
  });
  const needs = ({ inputs }: Converter): number =>
    Object.values(inputs).filter(({ type }) => type.kind !== 'optional').length;
  return [...plain, ...found.sort((a, b) => needs(a) - needs(b))].slice(0, 5);
}

/** What takes or gives anything says nothing about what it makes of it. */
const isTyped = ({ kind }: PortType): boolean => kind !== 'any';
