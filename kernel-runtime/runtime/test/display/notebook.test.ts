import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KernelClient, type Execution } from '../kernel/kernel-client.ts';

/** The compiler starts cold, on a machine that may be busy. */
interface Output {
  readonly data: Record<string, unknown>;
  readonly transient: { readonly display_id?: string };
}

const outputs = ({ messages }: Execution, type: string): Output[] =>
  messages.filter(message => message.type === type).map(({ content }) => content as unknown as Output);
const plain = (cell: Execution, type: string): unknown[] => outputs(cell, type).map(({ data }) => data['text/plain']);

describe.each(['language-service', 'tslab'] as const)('the display of a notebook on the %s engine', engine => {
  let kernel: KernelClient;
  beforeAll(async () => {
    kernel = await KernelClient.start({ engine });
  }, 60_000);
  afterAll(() => kernel.stop());

  async function run(code: string): Promise<Execution> {
    const cell = await kernel.execute(code);
    expect(cell.reply.content['traceback']).toBeUndefined();
    return cell;
  }

  test('a later cell draws again what an earlier one has shown, by handle and by name', async () => {
    const first = await run("const place = display('one', { id: 'spot' })");
    expect(outputs(first, 'display_data')).toMatchObject([{ transient: { display_id: 'spot' } }]);
    for (const [code, text] of [
      ['place.update([2])', '[ 2 ]'],
      ["display.update('spot', 3)", '3'],
      ['place.clear()', ''],
    ] as const) {
      const cell = await run(code);
      expect(outputs(cell, 'update_display_data')).toMatchObject([
        { data: { 'text/plain': text }, transient: { display_id: 'spot' } },
      ]);
    }
  });

  test('what is shown already is no result as well', async () => {
    const cell = await run("display.html('<b>x</b>')");
    expect(outputs(cell, 'display_data')).toMatchObject([{ data: { 'text/html': '<b>x</b>', 'text/plain': 'x' } }]);
    expect(outputs(cell, 'execute_result')).toEqual([]);
  });

  test('results are arrays as curves, records as tables, and promises as what they bring', async () => {
    const array = "({ dtype: 'float32', shape: [3], axes: ['t'], data: Float32Array.of(1, 2, 4) })";
    expect(outputs(await run(array), 'execute_result')[0]?.data).toHaveProperty(['application/vnd.vegalite.v5+json']);
    expect(outputs(await run("[{ a: 1, b: '<i>' }]"), 'execute_result')[0]?.data['text/html']).toContain('&lt;i&gt;');
    expect(plain(await run('new Promise(done => setTimeout(() => done({ late: 1 }), 5))'), 'execute_result')).toEqual([
      '{ late: 1 }',
    ]);
    expect(outputs(await run('Promise.resolve()'), 'execute_result')).toEqual([]);
    const failed = await kernel.execute("Promise.reject(new RangeError('too far'))");
    expect(failed.reply.content).toMatchObject({ status: 'error', ename: 'RangeError' });
  });

  test('the runtime brings the same display, and a bar that updates in place while a loop runs', async () => {
    const cell = await run(
      "import { display as show2, progress } from '@daisy-lab/runtime';\n" +
        "for (const k of progress([1, 2, 3], { label: 'Rows' })) { const end = Date.now() + 140; while (Date.now() < end) {} }\n" +
        'show2 === (globalThis as any).display',
    );
    const [bar] = outputs(cell, 'display_data');
    expect(bar?.data['text/plain']).toMatch(/^\[-+\] Rows: 0 of 3/);
    const updates = outputs(cell, 'update_display_data');
    expect(updates.map(({ transient }) => transient.display_id)).toEqual(updates.map(() => bar?.transient.display_id));
    expect(updates.length).toBeGreaterThan(1);
    expect(updates.at(-1)?.data['text/plain']).toMatch(/^Rows: 3 in 0\.\d s$/);
    expect(plain(cell, 'execute_result')).toEqual(['true']);
  });

  test('display calls of tslab show what they showed there', async () => {
    const cell = await run(
      "import * as tslab from 'tslab';\ntslab.display.html('<b>x</b>'); tslab.display.text('plain')",
    );
    expect(outputs(cell, 'display_data').map(({ data }) => data)).toMatchObject([
      { 'text/html': '<b>x</b>' },
      { 'text/plain': 'plain' },
    ]);
  });

  test('an error says what to do before it says where, in colours', async () => {
    const cell = await kernel.execute(
      "import { DaisyError } from '@daisy-lab/core'\nthrow new DaisyError('File', { message: 'No file.', action: 'Choose one.', file: '/x', cause: new Error('ENOENT') })",
    );
    const traceback = cell.reply.content['traceback'] as string[];
    expect(traceback.slice(0, 3)).toEqual([
      '\x1b[31mNo file.\x1b[39m',
      '\x1b[32mWhat to do: Choose one.\x1b[39m',
      "file: '/x'",
    ]);
    expect(traceback.join('\n')).toContain('caused by Error: ENOENT');
  });
});
