import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { KernelClient, type Execution } from './kernel-client.ts';

const traceback = ({ reply }: Execution): string =>
  stripVTControlCharacters((reply.content['traceback'] as string[]).join('\n'));

/** The compiler starts cold, on a machine that may be busy. */
jest.setTimeout(60_000);

describe.each(['language-service', 'tslab'] as const)('the %s engine', engine => {
  /** What tslab's compiler cannot do, by its design. */
  const onlyLanguageService = engine === 'language-service' ? test : test.skip;
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

  onlyLanguageService('shares a `let` between a closure and later cells', async () => {
    await kernel.value('let n = 0; function increment() { n++ }');
    expect(await kernel.value('n = 10; increment(); n')).toBe('11');
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

  onlyLanguageService('imports sources beside the notebook, and their edited form', async () => {
    writeFileSync(join(kernel.cwd, 'local.ts'), 'export const answer: number = 1;\n');
    expect(await kernel.value("import { answer } from './local.ts'; answer")).toBe('1');
    writeFileSync(join(kernel.cwd, 'local.ts'), 'export const answer: number = 4321;\n');
    expect(await kernel.value("import { answer } from './local.ts'; answer")).toBe('4321');
  });

  test('imports the runtime from an empty folder', async () => {
    expect(await kernel.value("import * as daisy from '@daisy-lab/runtime'; typeof daisy")).toBe("'object'");
  }, 30_000);

  test('refuses a cell with a type error and marks the line', async () => {
    const cell = await kernel.execute('console.log("must not run")\nconst wrong: number = "text"');
    expect(cell.reply.content['status']).toBe('error');
    expect(cell.stdout).toBe('');
    expect(traceback(cell)).toMatch(/In\[\d+\]:2:7[^]*not assignable to type 'number'[^]*const wrong: number = "text"/);
  });

  test('refuses a syntax error', async () => {
    expect((await kernel.execute('const = 3')).reply.content['status']).toBe('error');
  });

  onlyLanguageService('names cell and line of an error, also in a function of an earlier cell', async () => {
    await kernel.value('\nfunction thrower(): never {\n  throw new RangeError("too far")\n}');
    const cell = await kernel.execute('// first\nthrower()');
    expect(cell.reply.content).toMatchObject({ ename: 'RangeError', evalue: 'too far' });
    expect(traceback(cell)).toMatch(/^RangeError: too far/);
    expect(traceback(cell)).toMatch(/at thrower \(In\[\d+\]:3:9\)[^]*\(In\[\d+\]:2:\d+\)/);
    expect(traceback(cell)).not.toMatch(/lib\/kernel|node:internal/);
  });

  onlyLanguageService('keeps the names of a failed cell that got a value', async () => {
    await kernel.value('const kept = 1, lost = "old"');
    await kernel.execute('const kept = 2\nif (kept === 2) throw new Error("stop")\nconst lost = "new"');
    expect(await kernel.value('[kept, lost]')).toBe("[ 2, 'old' ]");
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
});
