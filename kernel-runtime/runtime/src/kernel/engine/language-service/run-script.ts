import vm from 'node:vm';
import { surroundingNames } from './emitted-names.js';

/** What compiled code finds as its surroundings. */
export interface Surroundings {
  readonly exports: Record<string, unknown>;
  readonly require: NodeJS.Require;
  readonly importDynamic: (specifier: string, options?: ImportCallOptions) => Promise<object>;
  readonly meta: object;
  readonly folder: string;
  readonly file: string;
  /** Told the value of the last expression. */
  readonly result?: (value: unknown) => unknown;
}

type Accessors = Readonly<Record<string, readonly [get: () => unknown, set: (value: unknown) => void]>>;

const { importDynamic, meta, result, live } = surroundingNames;
const parameters = ['exports', 'require', importDynamic, meta, result, live, '__dirname', '__filename'];
const head = `(async function (${parameters.join(', ')}) {"use strict";try{`;

/**
 * Runs compiled code as the body of an async function, which is what makes `await` at its top level work.
 * @param published local names that are copied to the exports at the end, also after an error
 */
export async function runScript(
  js: string,
  filename: string,
  published: readonly string[],
  around: Surroundings,
): Promise<void> {
  const copies = published.map(name => `exports.${name}=${name};`).join('');
  const body = vm.runInThisContext(`${head}${js}\n}finally{${copies}}})`, { filename, columnOffset: -head.length }) as (
    ...values: readonly unknown[]
  ) => Promise<void>;
  const share = (accessors: Accessors): void => {
    for (const [name, [get, set]] of Object.entries(accessors)) {
      Object.defineProperty(around.exports, name, { get, set, enumerable: true, configurable: true });
    }
  };
  await body(
    around.exports,
    around.require,
    around.importDynamic,
    around.meta,
    around.result ?? ((value: unknown): unknown => value),
    share,
    around.folder,
    around.file,
  );
}
