import { DaisyError, type AnyAlgorithm, type NdArray, type Params, type Ports, type PortType } from '@daisy-lab/core';
import { Engine } from '../engine/local-engine.js';
import { DaisyAlg, type Arguments } from './daisy-alg.js';

/** Names that a classic class used, by the names of the contract. */
export type Aliases = Readonly<Record<string, string>>;

/** Ends the name of an argument that names a data object. */
const suffix = '_dataobj';

/**
 * A contract as a classic algorithm. Arguments of `execute`:
 * - `input_dataobj`: the object for the first input that no other argument gives; `<input>_dataobj` for a certain one
 * - `output_dataobj`: the name for the first output; `<output>_dataobj` for a certain one
 * - everything else: a parameter, or an input by its value or by the name of an object
 *
 * Classic objects have no axis names: arrays get those of the contract, dimension by dimension.
 */
export class ContractAlg extends DaisyAlg {
  readonly #algorithm: AnyAlgorithm;
  readonly #aliases: Aliases;

  constructor(name: string, algorithm: AnyAlgorithm, aliases: Aliases = {}) {
    super(name);
    this.#algorithm = algorithm;
    this.#aliases = aliases;
  }

  /** @throws DaisyError when an argument does not exist or the algorithm fails: a script stops there, it does not go on with old data. */
  override async execute(args: Arguments = {}): Promise<boolean> {
    const { inputs, params, outputs } = this.#sort({ ...this.cfg, ...args });
    this.LogInfo(`${this.#algorithm.title} (${this.#algorithm.id})`);
    const given = await this.#read(inputs);
    try {
      const results = (await Engine.local().run(this.#algorithm, given as never, { params })) as Arguments;
      for (const [port, name] of outputs) if (results[port] !== undefined) await this.data.set(name, results[port]);
      return true;
    } catch (thrown) {
      this.LogError(thrown instanceof DaisyError ? thrown.sentence : String(thrown));
      throw thrown;
    }
  }

  #sort(args: Arguments): {
    inputs: Map<string, unknown>;
    params: Record<string, unknown>;
    outputs: Map<string, string>;
  } {
    const inputPorts = Object.keys(this.#algorithm.inputs as Ports);
    const outputPorts = Object.keys(this.#algorithm.outputs as Ports);
    const inputs = new Map<string, unknown>();
    const outputs = new Map<string, string>();
    const params: Record<string, unknown> = {};
    for (const [argument, value] of Object.entries(args)) {
      if (argument === `input${suffix}` || argument === `output${suffix}`) continue;
      const name = this.#aliases[argument] ?? argument.replace(suffix, '');
      if (inputPorts.includes(name)) inputs.set(name, value);
      else if (outputPorts.includes(name)) outputs.set(name, String(value));
      else if (name in (this.#algorithm.params as Params)) params[name] = value;
      else if (name !== '') throw this.#unknown(argument);
    }
    const main = args[`input${suffix}`];
    const free = inputPorts.find(port => !inputs.has(port));
    if (main !== undefined && free !== undefined) inputs.set(free, main);
    const [firstOutput] = outputPorts;
    const result = args[`output${suffix}`];
    if (result !== undefined && firstOutput !== undefined) outputs.set(firstOutput, String(result));
    return { inputs, params, outputs };
  }

  async #read(inputs: ReadonlyMap<string, unknown>): Promise<Arguments> {
    const values: Record<string, unknown> = {};
    for (const [port, value] of inputs) {
      const { type } = (this.#algorithm.inputs as Ports)[port]!;
      const isName = typeof value === 'string' && !['string', 'file', 'dataset'].includes(type.kind);
      values[port] = labelled(isName ? await this.data.get(value) : value, type);
    }
    return values;
  }

  #unknown(argument: string): DaisyError {
    const { id, inputs, outputs, params } = this.#algorithm;
    const names = [...Object.keys(inputs), ...Object.keys(outputs)].map(name => name + suffix);
    return new DaisyError('Input', {
      message: `"${this.objName()}" (${id}) has no argument "${argument}".`,
      action: `It takes input${suffix}, output${suffix}, ${[...names, ...Object.keys(params)].join(', ')}.`,
    });
  }
}

function labelled(value: unknown, type: PortType): unknown {
  if (type.kind === 'optional') return labelled(value, type.of);
  const array = value as Partial<NdArray> | null;
  if (type.kind !== 'array' || !array?.shape || array.shape.length !== type.axes.length) return value;
  return { ...array, axes: type.axes, unit: array.unit ?? type.unit };
}
