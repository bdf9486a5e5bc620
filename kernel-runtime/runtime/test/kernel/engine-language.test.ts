import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KernelClient } from './kernel-client.ts';

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start();
});
afterAll(() => kernel.stop());

interface Completed {
  readonly matches: string[];
  readonly metadata: {
    readonly signature?: string;
    readonly _jupyter_types_experimental: {
      text: string;
      type: string;
      start: number;
      end: number;
      signature?: string;
    }[];
  };
}
const complete = async (code: string): Promise<Completed> =>
  (await kernel.request('complete_request', { code, cursor_pos: [...code].length })).content as unknown as Completed;
const inspect = async (code: string, detail = 0): Promise<string> => {
  const content = { code, cursor_pos: [...code].length, detail_level: detail };
  const reply = await kernel.request('inspect_request', content);
  return (reply.content['data'] as Record<string, string>)['text/plain'] ?? '';
};

const documented = `/**
 * Energy of a photon.
 * @unit eV
 * @shape [n]
 * @param wavelengthM wavelength in metres
 * @example photonEv([1e-10])
 */
function photonEv(wavelengthM: number[], scale = 1): number[] { return wavelengthM.map(x => (scale * 1.2398e-6) / x) }
class Detector {
  /** Edge of a pixel, mm */
  pixelSizeMm = 0.075; readonly shape: [number, number] = [10, 20]; gain(): number { return 1 } }
const detector = new Detector()`;

describe('completion', () => {
  beforeAll(async () => {
    await kernel.value(documented);
  });

  test('T13: offers members with their types and signatures', async () => {
    const { matches, metadata } = await complete('detector.');
    expect(matches).toEqual(expect.arrayContaining(['pixelSizeMm', 'shape', 'gain']));
    const types = new Map(metadata._jupyter_types_experimental.map(entry => [entry.text, entry]));
    expect(types.get('pixelSizeMm')).toMatchObject({ type: 'property', start: 9, end: 9 });
    expect(types.get('gain')).toMatchObject({ type: 'method', signature: '(): number' });
  });

  test('T13: offers names of earlier cells and of packages, after signs beyond the basic plane', async () => {
    expect((await complete('"😀"; photo')).matches).toEqual(['photonEv']);
    expect((await complete("import * as core from '@daisy-lab/core'\ncore.DaisyErr")).matches).toContain('DaisyError');
  }, 60_000);

  test('T13: tells the signature of the call around the cursor', async () => {
    expect((await complete('photonEv([1], ')).metadata.signature).toBe(
      'photonEv(wavelengthM: number[], scale?: number): number[]',
    );
  });

  test('T14: answers while a cell computes', async () => {
    const running = kernel.execute(
      "console.log('spinning'); const until = Date.now() + 60_000; while (Date.now() < until) {}",
    );
    await kernel.until(() => kernel.iopub.some(({ content }) => content['text'] === 'spinning\n'));
    let ended = false;
    void running.then(() => (ended = true));
    expect((await complete('detector.pix')).matches).toEqual(['pixelSizeMm']);
    expect(await inspect('detector')).toContain('Detector');
    expect(ended).toBe(false);
    await kernel.request('interrupt_request', {}, 'control');
    await running;
  });
});

describe('inspection', () => {
  test('T15: shows signature, documentation, units and shapes', async () => {
    const text = await inspect('photonEv');
    expect(text).toMatch(/function photonEv\(wavelengthM: number\[\], scale\?: number\): number\[\]/);
    expect(text).toMatch(/Energy of a photon\.[^]*@unit eV[^]*@shape \[n\][^]*@param wavelengthM wavelength in metres/);
    expect(text).not.toContain('@example');
  });

  test('T15: a second look shows examples and members', async () => {
    expect(await inspect('photonEv', 1)).toContain('@example photonEv([1e-10])');
    expect(await inspect('detector', 1)).toMatch(
      /pixelSizeMm: number {2}\/\/ Edge of a pixel, mm[^]*shape: \[number, number\]/,
    );
    expect(await inspect('detector')).not.toContain('Edge of a pixel');
  });

  test('T15: shows the function between the parentheses of a call', async () => {
    expect(await inspect('photonEv(')).toMatch(/photonEv\(wavelengthM[^]*wavelengthM: wavelength in metres/);
  });

  test('T15: finds nothing where nothing is', async () => {
    expect((await kernel.request('inspect_request', { code: '   ', cursor_pos: 1 })).content).toMatchObject({
      status: 'ok',
      found: false,
    });
  });
});

describe('a cell that only imports', () => {
  const run = async (code: string) => (await kernel.execute(code)).reply.content;

  test('T23: runs before the types of its packages are read; the cells after it are checked against them', async () => {
    expect(await run("import * as arrow from 'apache-arrow';\nimport { basename } from 'node:path';")).toMatchObject({
      status: 'ok',
    });
    const wrong = "const rows: string = arrow.tableFromArrays({ a: [1, 2] }).numRows; basename('/a/b')";
    expect(await run(wrong)).toMatchObject({ evalue: "Type 'number' is not assignable to type 'string'." });
    expect(await kernel.value("arrow.tableFromArrays({ a: [1, 2] }).numRows + basename('/a/b')")).toBe("'2b'");
  });

  test('T23: is refused for a name that the package does not have, and a type is not such a name', async () => {
    expect(await run("import { tableFromArray } from 'apache-arrow';")).toMatchObject({
      ename: 'TypeScriptError',
      evalue: expect.stringContaining("Did you mean 'tableFromArrays'?"),
    });
    expect((await complete('tableFromArr')).matches).toEqual([]);
    expect(await run("import { TypedArray, Table as Rows } from 'apache-arrow';")).toMatchObject({ status: 'ok' });
    expect(
      await run('const bytes: TypedArray = new Uint8Array(2); const none: Rows | undefined = undefined;'),
    ).toMatchObject({ status: 'ok' });
  });

  test('T23: is refused for a name that it has twice', async () => {
    const code = "import a from 'node:fs';\nimport a from 'node:path';";
    expect(await run(code)).toMatchObject({ ename: 'TypeScriptError', evalue: "Duplicate identifier 'a'." });
  });
});

test('T16: a compiler that has filled its memory starts again and knows the notebook', async () => {
  const small = await KernelClient.start({ environment: { DAISY_LANGUAGE_MEMORY_MB: '1' } });
  await small.value('interface Point { x: number }\nconst p: Point = { x: 3 }; let q = 4');
  const cell = await small.execute('const again: Point = p; q = again.x; console.log(q)');
  expect(cell.stdout).toBe('3\n');
  expect(cell.stderr.match(/The language service had filled its memory/g)).toHaveLength(1);
  expect((await small.execute('q = "text"')).reply.content).toMatchObject({ ename: 'TypeScriptError' });
  await small.stop();
});
