import { DaisyError, type Params, type Port, type Ports, type PortType } from '@daisy-lab/core';
import type { Argument, FactArgument, FileFormat } from './command-spec.js';

/** Answers for the places in an argument list. */
export interface Places {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly params: Readonly<Record<string, unknown>>;
  readonly facts: Readonly<Record<FactArgument['fact'], string>>;
  /** Path of the file of an input or output. */
  path(side: 'input' | 'output', port: string): string;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- an argument of any contract
export type AnyArgument = Argument<any, any, any>;

/** The argument list of a program, every place filled in. */
export function fillArguments(
  argv: readonly AnyArgument[],
  ports: { readonly inputs: Ports; readonly outputs: Ports },
  places: Places,
): readonly string[] {
  return argv.flatMap(argument => {
    if (typeof argument === 'string') return [argument];
    const text = textOf(argument, ports.inputs, places);
    if (text === null) return [];
    if (argument.flag === undefined) return [text];
    if (text === '') return [argument.flag];
    return argument.flag.endsWith('=') ? [argument.flag + text] : [argument.flag, text];
  });
}

/** null leaves the argument out; an empty text leaves the flag alone. */
function textOf(argument: Exclude<AnyArgument, string>, inputs: Ports, places: Places): string | null {
  if ('fact' in argument) return places.facts[argument.fact];
  if ('output' in argument) return places.path('output', argument.output);
  if ('param' in argument) return plainText(places.params[argument.param]);
  const value = places.inputs[argument.input];
  if (value === undefined || value === null) return null;
  return travelsAsFile(inputs[argument.input]!, argument) ? places.path('input', argument.input) : plainText(value);
}

/** True when an input does not fit into an argument itself. */
export function travelsAsFile({ type }: Port<unknown>, { as }: { readonly as?: FileFormat }): boolean {
  const { kind } = bare(type);
  return as !== undefined || !['number', 'integer', 'boolean', 'string', 'file', 'dataset'].includes(kind);
}

const bare = (type: PortType): PortType => (type.kind === 'optional' ? type.of : type);

function plainText(value: unknown): string | null {
  if (value === undefined || value === null || value === false) return null;
  if (value === true) return '';
  if (Array.isArray(value)) return value.join(',');
  if (typeof value !== 'object') return String(value);
  const { path, description } = value as { path?: unknown; description?: { path?: unknown } };
  const file = path ?? description?.path;
  return typeof file === 'string' ? file : JSON.stringify(value);
}

/**
 * Holds an argument list against the contract, once, when the body is made.
 * @throws DaisyError `Input` for a place that the contract does not have.
 */
export function checkArguments(
  owner: string,
  argv: readonly AnyArgument[],
  { inputs, outputs, params }: { readonly inputs: Ports; readonly outputs: Ports; readonly params: Params },
): void {
  const unknown = argv.flatMap(argument => {
    if (typeof argument === 'string' || 'fact' in argument) return [];
    if ('input' in argument) return argument.input in inputs ? [] : [`input "${argument.input}"`];
    if ('output' in argument) return argument.output in outputs ? [] : [`output "${argument.output}"`];
    return argument.param in params ? [] : [`parameter "${argument.param}"`];
  });
  if (unknown.length === 0) return;
  throw new DaisyError('Input', {
    message: `A command for ${owner} names the ${unknown[0]}, which the contract does not have.`,
  });
}
