import { DaisyError } from '@daisy-lab/core';
import type { ClassicData } from './classic-data.js';

/** Named arguments, as Python's keyword arguments. */
export type Arguments = Readonly<Record<string, unknown>>;

/** What the methods of an algorithm give: true when all went well. */
export type Success = boolean | void | Promise<boolean | void>;

/** Where an algorithm finds data and writes its log. */
export interface ClassicHost {
  readonly data: ClassicData;
  log(level: number, source: string, words: string): void;
}

const levels = ['TEST', '', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const;

/** The name of a log level as classic Daisy prints it. */
export const levelName = (level: number): string => levels[level] ?? '';

/**
 * An algorithm as classic Daisy scripts write them: a class with `initialize`, `config`, `execute` and `finalize` that reads and writes
 * named data objects. The methods are those of `Daisy.Base.DaisyAlg` in Python; what reads or writes data is awaited.
 */
export abstract class DaisyAlg {
  /** What `config` was given. */
  protected cfg: Arguments = {};
  /** Named data objects: `await this.data.get(name)`, `await this.data.set(name, value)`. */
  protected data!: ClassicData;
  readonly #name: string;
  #host: ClassicHost | undefined;

  constructor(name: string) {
    this.#name = name;
  }

  objName(): string {
    return this.#name;
  }

  /** Called by the engine before `initialize`. */
  enter(host: ClassicHost): void {
    this.#host = host;
    this.data = host.data;
  }

  /** Services by name; `get('DataStore').data()` are the named data objects. */
  get(service: 'DataStore'): { data(): ClassicData } {
    if (service !== 'DataStore') {
      throw new DaisyError('Input', {
        message: `There is no service "${String(service)}".`,
        action: 'There is DataStore.',
      });
    }
    return { data: () => this.host.data };
  }

  initialize(_default_init?: Arguments): Success {
    return true;
  }

  /** Settings that hold for every `execute`: an object, or JSON text. */
  config(cfgdata: Arguments | string): Success {
    this.cfg = { ...this.cfg, ...parseSettings(this.#name, cfgdata) };
    return true;
  }

  abstract execute(args?: Arguments): Success;

  finalize(): Success {
    return true;
  }

  LogTest(...words: readonly unknown[]): void {
    this.#log(0, words);
  }

  LogDebug(...words: readonly unknown[]): void {
    this.#log(2, words);
  }

  LogInfo(...words: readonly unknown[]): void {
    this.#log(3, words);
  }

  LogWarn(...words: readonly unknown[]): void {
    this.#log(4, words);
  }

  LogError(...words: readonly unknown[]): void {
    this.#log(5, words);
  }

  LogFatal(...words: readonly unknown[]): void {
    this.#log(6, words);
  }

  /** @throws DaisyError `Input` before an engine has taken the algorithm */
  protected get host(): ClassicHost {
    if (this.#host) return this.#host;
    throw new DaisyError('Input', {
      message: `"${this.#name}" does not belong to an engine yet.`,
      action: 'Create it by engine.createAlg or an init_dict.',
    });
  }

  #log(level: number, words: readonly unknown[]): void {
    this.#host?.log(level, this.#name, words.map(String).join(''));
  }
}

/** Settings as an object. @throws DaisyError `Input` for text that is not a JSON object */
export function parseSettings(owner: string, settings: Arguments | string): Arguments {
  if (typeof settings !== 'string') return settings;
  try {
    const parsed = JSON.parse(settings) as unknown;
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as Arguments;
  } catch (cause) {
    throw new DaisyError('Input', { message: `The settings of "${owner}" are not JSON.`, cause });
  }
  throw new DaisyError('Input', { message: `The settings of "${owner}" are no JSON object.` });
}
