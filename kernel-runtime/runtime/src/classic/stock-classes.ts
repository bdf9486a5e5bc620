import { ct } from '@daisy-lab/techniques';
import { DaisyError, ndarray, type AnyAlgorithm, type NdArray } from '@daisy-lab/core';
import { createSink, withSource } from '../io/source-kinds.js';
import { ContractAlg, type Aliases } from './contract-alg.js';
import { DaisyAlg, type Arguments } from './daisy-alg.js';

/** Makes the algorithm of a `class_name`. */
export type ClassicClass = new (name: string) => DaisyAlg;

/** Reads a dataset: `config({ inputfile_name })`, `execute({ input_path, output_dataobj })`. */
class LoadHDF5 extends DaisyAlg {
  override async execute(args: Arguments = {}): Promise<boolean> {
    const { inputfile_name, input_path, output_dataobj } = { ...this.cfg, ...args };
    const [file, path] = [text(this, 'inputfile_name', inputfile_name), text(this, 'input_path', input_path)];
    const array = await withSource(file, source => source.read(path));
    await this.data.set(text(this, 'output_dataobj', output_dataobj), array);
    this.LogInfo(`${path} of ${file}: [${array.shape.join(', ')}] ${array.dtype}`);
    return true;
  }
}

/** Writes objects into one new file: `init_paras: { outputfile_name }`, `execute({ input_dataobj, output_path })`, `finalize()`. */
class SaveHDF5 extends DaisyAlg {
  readonly #waiting = new Map<string, NdArray>();

  override initialize(default_init: Arguments = {}): boolean {
    this.cfg = { ...this.cfg, ...default_init };
    return true;
  }

  override async execute(args: Arguments = {}): Promise<boolean> {
    const { input_dataobj, output_path } = { ...this.cfg, ...args };
    const array = (await this.data.get(text(this, 'input_dataobj', input_dataobj))) as NdArray;
    this.#waiting.set(text(this, 'output_path', output_path), array);
    return true;
  }

  override async finalize(): Promise<boolean> {
    if (this.#waiting.size === 0) return true;
    const sink = await createSink(text(this, 'outputfile_name', this.cfg['outputfile_name']), { overwrite: true });
    try {
      const groups = [...this.#waiting.keys()].flatMap(parentsOf);
      for (const group of new Set(groups)) sink.group(group);
      for (const [path, array] of this.#waiting) await sink.write(path, array, array.unit ? { units: array.unit } : {});
      await sink.finish();
    } catch (thrown) {
      await sink.abort();
      throw thrown;
    }
    this.LogInfo(`wrote ${[...this.#waiting.keys()].join(', ')}`);
    this.#waiting.clear();
    return true;
  }
}

/** Evenly spread angles over half a turn, one for each projection: `execute({ input_dataobj, output_dataobj })`. */
class AlgTomopyAngles extends DaisyAlg {
  override async execute(args: Arguments = {}): Promise<boolean> {
    const { input_dataobj, output_dataobj } = { ...this.cfg, ...args };
    const projections = (await this.data.get(text(this, 'input_dataobj', input_dataobj))) as NdArray;
    const count = projections.shape[0]!;
    const angles = ndarray(ct.halfTurnAngles(count), [count], ['angle'], 'rad');
    await this.data.set(text(this, 'output_dataobj', output_dataobj), angles);
    return true;
  }
}

/** Keeps some sinograms: `execute({ input_dataobj, output_dataobj, idxs })`. */
class AlgSelectSinogram extends DaisyAlg {
  override async execute(args: Arguments = {}): Promise<boolean> {
    const { input_dataobj, output_dataobj, idxs } = { ...this.cfg, ...args };
    const stack = (await this.data.get(text(this, 'input_dataobj', input_dataobj))) as NdArray;
    const [frames, rows, columns] = stack.shape as [number, number, number];
    const chosen = (idxs as readonly number[] | undefined) ?? [];
    if (chosen.length === 0 || chosen.some(row => !Number.isInteger(row) || row < 0 || row >= rows)) {
      throw new DaisyError('Input', {
        message: `"${this.objName()}" needs "idxs", a list of rows from 0 to ${rows - 1}.`,
      });
    }
    const data = stack.data.slice(0, frames * chosen.length * columns);
    for (let frame = 0; frame < frames; frame++) {
      chosen.forEach((row, at) => {
        const from = (frame * rows + row) * columns;
        data.set(stack.data.subarray(from, from + columns) as never, (frame * chosen.length + at) * columns);
      });
    }
    const selected = { ...stack, shape: [frames, chosen.length, columns], data } as NdArray;
    await this.data.set(text(this, 'output_dataobj', output_dataobj), selected);
    return true;
  }
}

/** Reconstructs slices: `execute({ input_dataobj, theta, center, alg_type, output_dataobj })`. */
class AlgTomopyRecon extends ContractAlg {
  constructor(name: string) {
    super(name, ct.recon, { theta: 'anglesRad', center: 'axisPx', filter_name: 'filter' });
  }

  override execute({ alg_type = 'gridrec', ...args }: Arguments = {}): Promise<boolean> {
    if (alg_type === 'gridrec' || alg_type === 'fbp') return super.execute(args);
    throw new DaisyError('Input', {
      message: `"${this.objName()}" has no reconstruction "${String(alg_type)}".`,
      action: 'Use gridrec or fbp: both are filtered back-projection, computed by way of Fourier space.',
    });
  }
}

function serve(algorithm: AnyAlgorithm, aliases: Aliases): ClassicClass {
  return class extends ContractAlg {
    constructor(name: string) {
      super(name, algorithm, aliases);
    }
  };
}

/** The classes of classic Daisy that scripts name, and what serves them here. */
export const stockClasses: Readonly<Record<string, ClassicClass>> = {
  LoadHDF5,
  SaveHDF5,
  AlgTomopyAngles,
  AlgSelectSinogram,
  AlgTomopyNormalize: serve(ct.normalize, { projs_dataobj: 'proj', darks_dataobj: 'darks', flats_dataobj: 'flats' }),
  AlgTomopyMinuslog: serve(ct.minusLog, {}),
  AlgTomopyFindCenter: serve(ct.axis, { theta: 'anglesRad', output_dataobj: 'axisPx' }),
  AlgTomopyRecon,
};

function text(owner: DaisyAlg, argument: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new DaisyError('Input', { message: `"${owner.objName()}" needs the argument "${argument}".` });
}

function parentsOf(path: string): readonly string[] {
  const parts = path.split('/').filter(Boolean).slice(0, -1);
  return parts.map((_, at) => `/${parts.slice(0, at + 1).join('/')}`);
}
