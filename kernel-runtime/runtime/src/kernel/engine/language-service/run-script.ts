import vm from 'node:vm';

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
  const head =
    '(async function (exports, require, __import, __meta, __result, __live, __dirname, __filename) {"use strict";try{';
  const body = vm.runInThisContext(`${head}${js}\n}finally{${copies}}})`, { filename, columnOffset: -head.length }) as (
    ...values: readonly unknown[]
  ) => Promise<void>;
  const live = (accessors: Accessors): void => {
    for (const [name, [get, set]] of Object.entries(accessors)) {
      Object.defineProperty(around.exports, name, { get, set, enumerable: true, configurable: true });
    }
  };
  const result = around.result ?? ((value: unknown): unknown => value);
  await body(
    around.exports,
    around.require,
    around.importDynamic,
    around.meta,
    result,
    live,
    around.folder,
    around.file,
  );
}
