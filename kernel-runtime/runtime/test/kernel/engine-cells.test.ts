import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KernelClient, type Execution } from './kernel-client.ts';

const traceback = ({ reply }: Execution): string => (reply.content['traceback'] as string[]).join('\n');

/** The compiler starts cold, on a machine that may be busy. */
let kernel: KernelClient;
const write = (name: string, text: string): void => writeFileSync(join(kernel.cwd, name), text);
beforeAll(async () => {
  kernel = await KernelClient.start();
});
afterAll(() => kernel.stop());

describe('names of the notebook', () => {
  test('T1: a `let` is one variable for closures and later cells', async () => {
    await kernel.value('let n = 0; function increment() { n++ }');
    expect(await kernel.value('n = 10; increment(); n')).toBe('11');
    expect(await kernel.value('for (let k = 0; k < 5; k++) n += 2\nincrement(); n')).toBe('22');
    expect(await kernel.value('function twice() { n *= 2 }\ntwice(); increment(); n')).toBe('45');
  });

  test('T1: an assignment to a variable of an earlier cell is checked', async () => {
    await kernel.value("let mode: 'fast' | 'exact' = 'fast'; const fixed = 1");
    expect(await kernel.value("mode = 'exact'; mode")).toBe("'exact'");
    expect(traceback(await kernel.execute("mode = 'slow'"))).toMatch(/In\[\d+\]:1:1 - error TS2322/);
    expect(traceback(await kernel.execute('fixed = 2'))).toContain('Cannot assign to a constant of an earlier cell.');
  });

  test('T2: a declared name moves to the new cell, older closures keep theirs', async () => {
    await kernel.value('const scale = 2; const scaled = (x: number) => x * scale');
    await kernel.value("const scale = 'metres'");
    expect(await kernel.value('[scaled(21), scale]')).toBe("[ 42, 'metres' ]");
  });

  test('T2: a cell that is run again corrects what uses it', async () => {
    await kernel.value('function half(x: number) { return x }', { cellId: 'half' });
    await kernel.value('const halves = (x: number[]) => x.map(half)');
    await kernel.value('function half(x: number) { return x / 2 }', { cellId: 'half' });
    expect(await kernel.value('halves([4])')).toBe('[ 2 ]');
    await kernel.value('const other = 1', { cellId: 'half' });
    expect((await kernel.execute('half(4)')).reply.content).toMatchObject({ evalue: "Cannot find name 'half'." });
  });

  test('T3: names of a failed cell that got a value are kept, the others fall back', async () => {
    await kernel.value('const kept = 1, lost = "old"');
    await kernel.execute(
      'const kept = 2\nlet loop = 0; for (; loop < 3; loop++) {}\nif (kept === 2) throw new Error("stop")\nconst lost = "new"',
    );
    expect(await kernel.value('[kept, lost, loop]')).toBe("[ 2, 'old', 3 ]");
  });

  test('T4: names that the compiled form uses, and names with underscores, are free', async () => {
    const code =
      "import { createRequire } from 'node:module'\nconst require = createRequire(import.meta.url), exports = 1\nlet __x = 1, __result = 2, __live = 3; __x++";
    await kernel.value(code);
    expect(await kernel.value('[typeof require("node:fs"), exports, __x, __result, __live]')).toBe(
      "[ 'object', 1, 2, 2, 3 ]",
    );
  });

  test('T5: `using` ends with its cell', async () => {
    const code = "using file = { [Symbol.dispose]() { console.log('closed') } }\nconsole.log('open')";
    expect((await kernel.execute(code)).stdout).toBe('open\nclosed\n');
  });

  test('T6: loops at cell level see their own effects, getters included', async () => {
    await kernel.value(
      'let total = 0\nconst meter = { get reading() { return (total += 1) } }\nconst data = [1, 2, 3]',
    );
    expect(await kernel.value('for (let k = 0; k < 3; k++) total += meter.reading\ntotal')).toBe('7');
    expect(
      await kernel.value('total = 0; for (const x of data) { if (x === 3) break; total += Math.sqrt(x * x) }\ntotal'),
    ).toBe('3');
    const thrown = await kernel.execute(
      'for (let k = 0; k < 9; k++) { total += 10; if (k === 1) throw new Error("stop") }',
    );
    expect(thrown.reply.content).toMatchObject({ evalue: 'stop' });
    expect(await kernel.value('total')).toBe('23');
  });

  test('T7: redeclared arrays are freed, unless a closure looks at them', async () => {
    await kernel.value(
      "import { setFlagsFromString } from 'node:v8'; import { runInNewContext } from 'node:vm'\nsetFlagsFromString('--expose-gc'); const collect: () => void = runInNewContext('gc')\nlet freed = 0; const registry = new FinalizationRegistry<number>(() => { freed++ })",
    );
    for (let k = 0; k < 6; k++) {
      await kernel.value('const big = new Float64Array(10_000_000); registry.register(big, 0); const side = 1');
      await kernel.value('big.length');
    }
    await kernel.value('const seen = new Float64Array(4); registry.register(seen, 0); const look = () => seen.length');
    await kernel.value('const seen = 1');
    await kernel.value('0');
    const code =
      'for (let k = 0; k < 50 && freed < 5; k++) { collect(); await new Promise(done => setTimeout(done, 10)) }\n[freed, look()]';
    expect(await kernel.value(code)).toBe('[ 5, 4 ]');
  });
});

describe('errors', () => {
  test('T8: name cell, line and column, also in a function of an earlier cell', async () => {
    await kernel.value('\nfunction thrower(): never {\n  throw new RangeError("too far")\n}');
    const cell = await kernel.execute('// first\nthrower()');
    expect(cell.reply.content).toMatchObject({ ename: 'RangeError', evalue: 'too far' });
    expect(traceback(cell)).toMatch(/at thrower \(In\[\d+\]:3:9\)[^]*\(In\[\d+\]:2:\d+\)/);
    expect(traceback(cell)).not.toMatch(/lib\/kernel|node:internal/);
  });

  test('T8: lines stay right behind types, loops and awaits', async () => {
    const code = 'interface A {\n  x: number\n}\nlet s = 0\nfor (let k = 0; k < 3; k++) s += k\nawait 0\nnull!.x';
    expect(traceback(await kernel.execute(`// @ts-nocheck\n${code}`))).toMatch(/In\[\d+\]:8:\d+/);
  });

  test('T8: show the chain of causes', async () => {
    const cell = await kernel.execute("try { JSON.parse('{') } catch (cause) { throw new Error('outer', { cause }) }");
    expect(traceback(cell)).toMatch(/outer[^]*caused by SyntaxError/);
  });

  test('T9: a type error marks line and column, says what to do, and `// @ts-nocheck` lets the cell run', async () => {
    const code = 'const wide = 1\nconst wrong: string = wide';
    expect(traceback(await kernel.execute(code))).toMatch(/In\[\d+\]:2:7 - error TS2322[^]*~~~~~[^]*@ts-nocheck/);
    expect(await kernel.value(`// @ts-nocheck\n${code}\nwrong`)).toBe('1');
  });

  test('T10: a missing package is named with the command that installs it', async () => {
    const cell = await kernel.execute("import * as nothing from '@beam/not-there/sub'; nothing");
    expect(cell.reply.content['evalue']).toContain('npm install @beam/not-there');
    expect(cell.stderr).toContain('warning TS2307');
  });
});

describe('cells that are too much', () => {
  test.each([
    ['nested', '('.repeat(20_000) + '1' + ')'.repeat(20_000)],
    ['chained', '1' + '+1'.repeat(30_000)],
  ])('T22: a cell that is %s without measure fails with a sentence, and the kernel goes on', async (_, code) => {
    expect((await kernel.execute(code)).reply.content).toMatchObject({ status: 'error' });
    expect(await kernel.value('1 + 1')).toBe('2');
  });
});

describe('sources beside the notebook', () => {
  test('T11: an edited source is loaded again, also below another one and by `import()`', async () => {
    write('leaf.ts', 'export const leaf = 1;\n');
    write('branch.ts', "import { leaf } from './leaf';\nexport const branch = () => leaf;\n");
    expect(await kernel.value("import { branch } from './branch'; branch()")).toBe('1');
    write('leaf.ts', 'export const leaf = 4321;\n');
    expect(await kernel.value("import { branch } from './branch.ts'; branch()")).toBe('4321');
    write('leaf.ts', 'export const leaf = 54321;\n');
    expect(await kernel.value("(await import('./branch')).branch()")).toBe('54321');
    expect(await kernel.value('const m = 1; await import("./leaf"); m')).toBe('1');
  });

  test('T11: the exported variables of a source stay its own', async () => {
    write('counter.ts', 'export let count = 0;\nexport function up() { count++ }\n');
    expect(await kernel.value("import { count, up } from './counter'; up(); up(); count")).toBe('2');
  });

  test('T11: type errors of a source warn, and errors name its lines', async () => {
    write(
      'faulty.ts',
      "export const n: number = 'text';\nexport function fail(): never {\n  throw new Error('inside');\n}\n",
    );
    const cell = await kernel.execute("import { n, fail } from './faulty'; console.log(n)");
    expect(cell.stderr).toMatch(/faulty\.ts:1:14 - warning TS2322/);
    expect(cell.stdout).toBe('text\n');
    expect(traceback(await kernel.execute('fail()'))).toMatch(/at fail \(faulty\.ts:3:9\)/);
    write('broken.ts', 'export const n = ;\n');
    const broken = await kernel.execute("import { n } from './broken'; n");
    expect(broken.reply.content).toMatchObject({ ename: 'SyntaxError' });
    expect(traceback(broken)).toContain('broken.ts:1:18');
  });

  test('T11: JSON files have their names', async () => {
    write('beam.json', '{ "energyEv": 8047.8 }');
    expect(await kernel.value("import beam, { energyEv } from './beam.json'; [beam.energyEv, energyEv]")).toBe(
      '[ 8047.8, 8047.8 ]',
    );
  });
});

describe('the type policy', () => {
  test.each([
    ['warn', 'ok', /warning TS2322/],
    ['off', 'ok', /^$/],
  ])('T9: "%s" in tsconfig.json', async (types, status, stderr) => {
    const folder = join(kernel.cwd, types);
    mkdirSync(folder);
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ daisy: { types } }));
    const lax = await KernelClient.start({ cwd: folder });
    const cell = await lax.execute('const wrong: number = "text"');
    expect(cell.reply.content['status']).toBe(status);
    expect(cell.stderr).toMatch(stderr);
    await lax.stop();
  });

  test('T9: an empty list takes what is put into it, and a parameter needs no type', async () => {
    await kernel.value('const found = [];\nfound.push({ axisPx: 12.5 });\nfunction twice(x) { return 2 * x }');
    expect(await kernel.value('[found[0].axisPx, twice(4)]')).toBe('[ 12.5, 8 ]');
  });

  test('T9: who asks for types in tsconfig.json is told where one is missing', async () => {
    const folder = join(kernel.cwd, 'strict');
    mkdirSync(folder);
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: { noImplicitAny: true } }));
    const strict = await KernelClient.start({ cwd: folder });
    const cell = await strict.execute('function twice(x) { return 2 * x }');
    expect(cell.reply.content['status']).toBe('error');
    expect(traceback(cell)).toMatch(/TS7006/);
    await strict.stop();
  });

  test('T18: cells run from the root folder', async () => {
    const root = await KernelClient.start({ cwd: '/' });
    await root.value('const a: number = 1');
    expect(await root.value("import { DaisyError } from '@daisy-lab/core'; [a, typeof DaisyError]")).toBe(
      "[ 1, 'function' ]",
    );
    await root.stop();
  });
});
