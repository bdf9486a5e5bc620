import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { KernelClient, type Execution } from './kernel-client.ts';

const traceback = ({ reply }: Execution): string =>
  stripVTControlCharacters((reply.content['traceback'] as string[]).join('\n'));

/** The compiler starts cold, on a machine that may be busy. */
describe.each(['language-service', 'tslab'] as const)('the %s engine', engine => {
  let kernel: KernelClient;
  beforeAll(async () => {
    kernel = await KernelClient.start({ engine });
  }, 60_000);
  afterAll(() => kernel.stop());

  test('shows the value of the last expression', async () => {
    expect(await kernel.value('const a = 6\na * 7')).toBe('42');
  }, 60_000);

  test('sees names, types and functions of earlier cells', async () => {
    await kernel.value(
      'interface Point { x: number; y: number }\nfunction norm(p: Point): number { return Math.hypot(p.x, p.y) }',
    );
    expect(await kernel.value('const p: Point = { x: 3, y: 4 }; norm(p)')).toBe('5');
  });

  test('lets a cell declare a name again with another type', async () => {
    await kernel.value('const again = 1');
    await kernel.value('const again = "two"');
    expect(await kernel.value('again.toUpperCase()')).toBe("'TWO'");
  });

  test('awaits at the top level', async () => {
    expect(
      await kernel.value('const later = await new Promise<number>(done => setTimeout(() => done(7), 5)); later'),
    ).toBe('7');
  });

  test('runs `for await` at the top level', async () => {
    const code =
      'async function* three() { yield 1; yield 2; yield 3 }\nlet sum = 0\nfor await (const k of three()) { sum += k }\nconsole.log(sum)';
    expect((await kernel.execute(code)).stdout).toBe('6\n');
  });

  test('imports Node modules and CommonJS by name', async () => {
    expect(await kernel.value("import { join } from 'node:path'; join('a', 'b')")).toBe("'a/b'");
    expect(await kernel.value("import * as fs from 'fs'; typeof fs.readFileSync")).toBe("'function'");
  });

  test('imports the runtime from an empty folder', async () => {
    expect(await kernel.value("import * as daisy from '@daisy-lab/runtime'; typeof daisy")).toBe("'object'");
  });

  test('refuses a cell with a type error and marks the line', async () => {
    const cell = await kernel.execute('console.log("must not run")\nconst wrong: number = "text"');
    expect(cell.reply.content['status']).toBe('error');
    expect(cell.stdout).toBe('');
    expect(traceback(cell)).toMatch(/In\[\d+\]:2:7[^]*not assignable to type 'number'[^]*const wrong: number = "text"/);
  });

  test('refuses a syntax error', async () => {
    expect((await kernel.execute('const = 3')).reply.content['status']).toBe('error');
  });

  test('shows a DaisyError by its sentence', async () => {
    const code =
      "import { DaisyError } from '@daisy-lab/core'\nthrow new DaisyError('File', { message: 'The file x.h5 is missing.', action: 'Choose another file.' })";
    const cell = await kernel.execute(code);
    expect(cell.reply.content).toMatchObject({
      ename: 'DaisyError (File)',
      evalue: 'The file x.h5 is missing. Choose another file.',
    });
    expect(traceback(cell)).toMatch(/^The file x.h5 is missing.\nWhat to do: Choose another file.\n/);
  });

  test('draws values that draw themselves, and draws them again in place', async () => {
    await kernel.value("const drawn = { [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<b>x</b>' }) }");
    const { messages } = await kernel.execute(
      "const shown = display(drawn, { id: 'place' }); shown.update('next'); drawn",
    );
    const of = (type: string) => messages.find(message => message.type === type)?.content;
    expect(of('display_data')).toMatchObject({ data: { 'text/html': '<b>x</b>' }, transient: { display_id: 'place' } });
    expect(of('update_display_data')).toMatchObject({
      data: { 'text/plain': "'next'" },
      transient: { display_id: 'place' },
    });
    expect(of('execute_result')).toMatchObject({ data: { 'text/html': '<b>x</b>' } });
  });

  test('gives libraries a bridge to the notebook', async () => {
    const code =
      "(globalThis as any)[Symbol.for('daisy.kernel.v1')].display({ 'text/plain': 'from a library' }, { a: 1 })";
    const { messages } = await kernel.execute(code);
    expect(messages.find(({ type }) => type === 'display_data')?.content).toMatchObject({
      data: { 'text/plain': 'from a library' },
      metadata: { a: 1 },
    });
  });

  test('attributes late output to the cell that started it', async () => {
    const { reply } = await kernel.execute("setTimeout(() => console.log('late'), 60)");
    await kernel.value('1');
    const late = () => kernel.iopub.find(({ type, content }) => type === 'stream' && content['text'] === 'late\n');
    await kernel.until(() => late() !== undefined);
    expect(late()?.parent).toBe(reply.parent);
  });

  test('turns an error in a callback of the running cell into its error', async () => {
    const cell = await kernel.execute(
      "setTimeout(() => { throw new Error('astray') }, 1); await new Promise(() => undefined)",
    );
    expect(cell.reply.content).toMatchObject({ status: 'error', evalue: 'astray' });
    expect(await kernel.value('1 + 1')).toBe('2');
  });

  test('completes and inspects names of the notebook', async () => {
    await kernel.value('const detector = { pixelSizeMm: 0.075 }');
    const code = 'detector.pix';
    const completed = await kernel.request('complete_request', { code, cursor_pos: code.length });
    expect(completed.content).toMatchObject({ status: 'ok', matches: ['pixelSizeMm'] });
    expect(code.slice(completed.content['cursor_start'] as number, completed.content['cursor_end'] as number)).toMatch(
      /^(pix)?$/,
    );
    const inspected = await kernel.request('inspect_request', { code: 'detector', cursor_pos: 3 });
    expect(JSON.stringify(inspected.content['data'])).toContain('pixelSizeMm: number');
  });

  test('tells whether a cell is complete', async () => {
    expect((await kernel.request('is_complete_request', { code: 'const x = 1' })).content['status']).toBe('complete');
    expect((await kernel.request('is_complete_request', { code: 'function f() {' })).content['status']).toBe(
      'incomplete',
    );
  });

  test("T12: imports packages of the notebook's own node_modules that are ES modules only", async () => {
    const folder = join(kernel.cwd, 'node_modules', 'only-esm');
    mkdirSync(folder, { recursive: true });
    const manifest = { name: 'only-esm', type: 'module', exports: { '.': { types: './a.d.ts', import: './a.js' } } };
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
    writeFileSync(join(folder, 'a.d.ts'), 'export declare const energyEv: number;\n');
    writeFileSync(join(folder, 'a.js'), 'export const energyEv = await Promise.resolve(8047.8);\n');
    expect(await kernel.value("import { energyEv } from 'only-esm'; energyEv")).toBe('8047.8');
  });

  test('T12: imports apache-arrow, h5wasm and vega-lite from an empty folder', async () => {
    const arrow =
      "import { tableFromArrays } from 'apache-arrow'; tableFromArrays({ a: Float64Array.of(1, 2) }).numRows";
    expect(await kernel.value(arrow)).toBe('2');
    expect(await kernel.value("import * as h5wasm from 'h5wasm/node'; await h5wasm.ready; typeof h5wasm.File")).toBe(
      "'function'",
    );
    expect(await kernel.value("import { compile } from 'vega-lite'; typeof compile")).toBe("'function'");
  }, 60_000);

  test('T19: gives notebooks written for tslab its display calls', async () => {
    const code =
      "import * as tslab from 'tslab'\nconst place = tslab.newDisplay(); place.html('<b>1</b>'); place.html('<b>2</b>'); tslab.display.markdown('*m*')";
    const { messages } = await kernel.execute(code);
    expect(messages.find(({ type }) => type === 'error')?.content).toBeUndefined();
    const shown = messages
      .filter(({ type }) => /display_data/.test(type))
      .map(({ type, content }) => [type, content['data']]);
    expect(shown).toEqual([
      ['display_data', { 'text/html': '<b>1</b>' }],
      ['update_display_data', { 'text/html': '<b>2</b>' }],
      ['display_data', { 'text/markdown': '*m*' }],
    ]);
  });

  test('T20: sends output after an I/O await to its cell', async () => {
    const code =
      "import { readFile } from 'node:fs/promises'\nconsole.log('before'); await readFile('/etc/hostname').catch(() => 0); console.log('after')";
    const { messages, stdout } = await kernel.execute(code);
    expect(messages.find(({ type }) => type === 'error')?.content).toBeUndefined();
    expect(stdout).toBe('before\nafter\n');
  });

  test('T20: nothing of an interrupted timer loop goes on', async () => {
    const running = kernel.execute(
      "(globalThis as any).ticks = 0; setInterval(() => { (globalThis as any).ticks++ }, 1); console.log('ticking'); await new Promise(() => undefined)",
    );
    await kernel.until(() => kernel.iopub.some(({ content }) => content['text'] === 'ticking\n'));
    await kernel.request('interrupt_request', {}, 'control');
    expect((await running).reply.content).toMatchObject({ status: 'error', ename: 'KeyboardInterrupt' });
    const code =
      'const [first] = [(globalThis as any).ticks]; await new Promise(done => setTimeout(done, 60)); (globalThis as any).ticks - first';
    expect(await kernel.value(code)).toBe('0');
  });
});
