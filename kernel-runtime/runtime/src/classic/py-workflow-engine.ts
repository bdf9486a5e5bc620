import { DaisyError, type Store } from '@daisy-lab/core';
import { catalogue } from '@daisy-lab/techniques';
import { ClassicData } from './classic-data.js';
import { ContractAlg } from './contract-alg.js';
import { levelName, parseSettings, type Arguments, type ClassicHost, type DaisyAlg } from './daisy-alg.js';
import { createStore } from '../store/open-store.js';
import { stockClasses, type ClassicClass } from './stock-classes.js';

/** `init_dict` of classic scripts: the class of each algorithm by name, and what its `initialize` is given. */
export type InitDict = Readonly<Record<string, { readonly class_name: string; readonly init_paras?: Arguments }>>;

/** `cfg_dict` of classic scripts: what the `config` of each algorithm is given. */
export type CfgDict = Readonly<Record<string, Arguments>>;

/** An algorithm that works on many pieces at once, by `engine.scatter`. */
interface ScatterAlg extends DaisyAlg {
  split(args: Arguments): readonly unknown[] | Promise<readonly unknown[]>;
  multi_execute(item: unknown, args: Arguments): unknown;
  join(outputs: readonly unknown[], args: Arguments): unknown;
}

const classes = new Map<string, ClassicClass>();
/** The level at which classic Daisy starts: warnings and worse. */
const defaultLevel = 4;

/** Makes a class known, so that `class_name` can name it. */
export function registerClass(class_name: string, made: ClassicClass): void {
  classes.set(class_name, made);
}

/** Holds the algorithms and the data objects of a classic script. `engine['name']` is an algorithm. */
export class PyWorkflowEngine implements ClassicHost {
  /** Named data objects. */
  readonly datastore: ClassicData;
  readonly #name: string;
  readonly #algorithms = new Map<string, DaisyAlg>();
  #level = defaultLevel;

  constructor(name: string, store: Store = createStore()) {
    this.#name = name;
    this.datastore = new ClassicData(store);
  }

  get data(): ClassicData {
    return this.datastore;
  }

  async initialize({ default_init = {} }: { readonly default_init?: InitDict | string } = {}): Promise<void> {
    const init = parseSettings(this.#name, default_init as Arguments | string) as InitDict;
    for (const [name, { class_name, init_paras }] of Object.entries(init)) {
      await this.createAlg(`${class_name}/${name}`).initialize(init_paras);
    }
  }

  async config({ default_cfg = {} }: { readonly default_cfg?: CfgDict | string } = {}): Promise<void> {
    const settings = parseSettings(this.#name, default_cfg as Arguments | string) as CfgDict;
    for (const [name, cfgdata] of Object.entries(settings)) await this.find(name).config(cfgdata);
  }

  /**
   * Makes an algorithm from `Module.Class/name`: a registered class, one of classic Daisy, or the id of a contract (`ct.recon/recon`).
   * @throws DaisyError `Input` for a class that nobody knows or a name that is taken
   */
  createAlg(spec: string): DaisyAlg {
    const [class_name = '', name = class_name] = spec.split('/');
    if (this.#algorithms.has(name)) {
      throw new DaisyError('Input', { message: `The engine has an algorithm "${name}" already.` });
    }
    const made = makeAlgorithm(class_name, name);
    made.enter(this);
    this.#algorithms.set(name, made);
    return made;
  }

  /** The algorithm of that name. @throws DaisyError `Input` when there is none, with the names that there are */
  find(name: string): DaisyAlg {
    const found = this.#algorithms.get(name);
    if (found) return found;
    throw new DaisyError('Input', {
      message: `The engine has no algorithm "${name}".`,
      action: `It has ${this.keys().join(', ') || 'none at all'}.`,
    });
  }

  keys(): readonly string[] {
    return [...this.#algorithms.keys()];
  }

  /** Runs `split`, then `multi_execute` for every piece at once, then `join` with the results in the order of the pieces. */
  async scatter(name: string, args: Arguments): Promise<void> {
    const algorithm = this.find(name) as ScatterAlg;
    if (typeof algorithm.split !== 'function') {
      throw new DaisyError('Input', {
        message: `"${name}" does not say how it is split.`,
        action: 'Add split, multi_execute and join.',
      });
    }
    const items = await algorithm.split(args);
    const outputs = await Promise.all(items.map(async item => algorithm.multi_execute(item, args)));
    await algorithm.join(outputs, args);
  }

  async finalize(): Promise<void> {
    for (const algorithm of this.#algorithms.values()) await algorithm.finalize();
    await this.datastore.clear();
  }

  /** Lines of this level and above are written: 0 test, 2 debug, 3 info, 4 warnings (default), 5 errors, 6 fatal. */
  setLogLevel(level: number): void {
    this.#level = level;
  }

  log(level: number, source: string, words: string): void {
    if (level >= this.#level)
      process.stdout.write(`${`${this.#name}:${source}`.padEnd(30)} ${levelName(level).padStart(5)}: ${words}\n`);
  }
}

function makeAlgorithm(class_name: string, name: string): DaisyAlg {
  const short = class_name.split('.').at(-1)!;
  const known = classes.get(class_name) ?? classes.get(short) ?? stockClasses[short];
  if (known) return new known(name);
  const contract = catalogue.find(({ id }) => id === class_name);
  if (contract) return new ContractAlg(name, contract);
  throw new DaisyError('Input', {
    message: `There is no class "${class_name}".`,
    action: `Register it, or use one of ${[...classes.keys(), ...Object.keys(stockClasses)].join(', ')} or the id of an algorithm.`,
  });
}

/** An engine whose algorithms are its members: `engine['normalize'].execute(...)`. */
export type WorkflowEngine = PyWorkflowEngine & { readonly [name: string]: DaisyAlg };

/** Makes an engine, as `Daisy.CreateWorkflowEngine` does. All of its classes of Python are this one here. */
export function CreateWorkflowEngine({
  name,
  store,
}: {
  readonly class_name?: string;
  readonly name: string;
  readonly store?: Store;
}): WorkflowEngine {
  return new Proxy(new PyWorkflowEngine(name, store), {
    get(engine, key) {
      if (typeof key !== 'string' || key === 'then' || key in engine) {
        const member: unknown = Reflect.get(engine, key, engine);
        return typeof member === 'function' ? member.bind(engine) : member;
      }
      return engine.find(key);
    },
  }) as unknown as WorkflowEngine;
}
