import type { DaisyDocument, SourceData } from '@daisy-lab/core';
import { paramPort } from './param-ports.js';
import { inputId, outputId } from './places.js';

/** A line from an output to an input. */
export interface Wire {
  readonly id: string;
  readonly from: { readonly item: string; readonly port: string };
  readonly to: { readonly item: string; readonly port: string };
  /** One of several that a value may come from. */
  readonly alternative: boolean;
}

/** The lines of a document: between steps, from its inputs, to its outputs. */
export function wiresOf({ workflow }: DaisyDocument): readonly Wire[] {
  const wires: Wire[] = [];
  const add = (source: SourceData, item: string, port: string, alternative = false): void => {
    if ('first' in source) return source.first.forEach(one => add(one, item, port, true));
    const from = originOf(source);
    if (!from) return;
    const id = `${from.item}.${from.port}>${item}.${port}`;
    wires.push({ id, from, to: { item, port }, alternative });
  };
  for (const node of workflow.nodes) {
    for (const [port, source] of Object.entries(node.inputs ?? {})) add(source, node.name, port);
    for (const [param, source] of Object.entries(node.params ?? {})) add(source, node.name, paramPort(param));
    if (node.when) add(node.when, node.name, 'when');
  }
  for (const [name, output] of Object.entries(workflow.outputs)) add(output.from, outputId(name), 'value');
  return wires;
}

function originOf(source: SourceData): Wire['from'] | null {
  if ('node' in source) return { item: source.node, port: source.port };
  return 'input' in source ? { item: inputId(source.input), port: 'value' } : null;
}

/** The source that a line would begin at. */
export function sourceFrom({ item, port }: Wire['from']): SourceData {
  return item.startsWith('input:') ? { input: item.slice('input:'.length) } : { node: item, port };
}
