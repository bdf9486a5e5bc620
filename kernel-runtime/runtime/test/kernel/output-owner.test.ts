import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KernelClient, type Incoming } from './kernel-client.ts';

describe('what a cell does after it has ended', () => {
  let kernel: KernelClient;
  beforeAll(async () => {
    kernel = await KernelClient.start();
    await kernel.value('0');
  }, 60_000);
  afterAll(() => kernel.stop());

  const sent = (wanted: (message: Incoming) => boolean): Incoming | undefined => kernel.iopub.find(wanted);
  const printed =
    (text: string): ((message: Incoming) => boolean) =>
    message =>
      message.type === 'stream' && String(message.content['text']).includes(text);

  test.each([
    ['a timer', "setTimeout(() => console.log('LATE'), 150)"],
    [
      'an interval',
      "let n1 = 0; const i1 = setInterval(() => { if (++n1 === 15) { clearInterval(i1); console.log('LATE') } }, 10)",
    ],
    ['a chain of promises', "void new Promise(done => setTimeout(done, 150)).then(() => console.log('LATE'))"],
    [
      'an async function with I/O',
      "import { readFile } from 'node:fs/promises'; import { setTimeout as wait } from 'node:timers/promises';" +
        "async function work() { await wait(150); await readFile('some.txt'); console.log('LATE') } void work()",
    ],
    [
      'a function of an earlier cell',
      'async function tell(text: string) { for (let i = 0; i < 15; i++) await new Promise(done => setTimeout(done, 10)); console.log(text) }',
      "void tell('LATE')",
    ],
  ])('O9: output of %s goes to the cell that started it', async (what, ...codes) => {
    writeFileSync(join(kernel.cwd, 'some.txt'), 'some');
    const text = `late from ${what}`;
    let owner: Incoming | undefined;
    for (const code of codes) owner = (await kernel.execute(code.replace('LATE', text))).reply;
    const other = await kernel.execute(
      "for (let i = 0; i < 30; i++) { await new Promise(done => setTimeout(done, 10)); console.log('other') }",
    );
    await kernel.until(() => sent(printed(`${text}\n`)) !== undefined);
    expect(sent(printed(`${text}\n`))?.parent).toBe(owner?.parent);
    expect(other.stdout).toBe('other\n'.repeat(30));
  });

  test.each([
    ['a callback that throws', "setTimeout(() => { throw new RangeError('LATE') }, 60)"],
    ['a promise that nobody catches', "setTimeout(() => void Promise.reject(new RangeError('LATE')), 60)"],
  ])('L1: %s shows as an error of its cell, and the kernel lives on', async (what, code) => {
    const { reply } = await kernel.execute(code.replace('LATE', what));
    expect(await kernel.value('await new Promise(done => setTimeout(done, 100)); 1 + 1')).toBe('2');
    await kernel.until(() => sent(({ type, content }) => type === 'error' && content['evalue'] === what) !== undefined);
    const error = sent(({ type, content }) => type === 'error' && content['evalue'] === what);
    expect(error?.parent).toBe(reply.parent);
    expect(error?.content).toMatchObject({ ename: 'RangeError' });
    expect(await kernel.value('2 + 2')).toBe('4');
  });

  test('L1: the kernel survives a cell that removes its listeners', async () => {
    await kernel.value(
      "process.removeAllListeners('uncaughtException'); process.removeAllListeners('unhandledRejection')",
    );
    await kernel
      .value("setTimeout(() => { throw new Error('unheard') }, 1); await new Promise(done => setTimeout(done, 50))")
      .catch(() => undefined);
    await kernel
      .value("void Promise.reject(new Error('unheard')); await new Promise(done => setTimeout(done, 50))")
      .catch(() => undefined);
    expect(await kernel.value('3 + 3')).toBe('6');
  });

  test('L2: process.exit() ends the cell and says so; variables stay', async () => {
    await kernel.value('const precious = 42');
    const cell = await kernel.execute("console.log('before'); process.exit(3); console.log('never')");
    expect(cell.stdout).toBe('before\n');
    expect(cell.reply.content).toMatchObject({ status: 'error', ename: 'ProcessExit' });
    expect(cell.reply.content['evalue']).toMatch(/process\.exit\(3\) was called.*the kernel and its variables stay/);
    expect(await kernel.value('precious')).toBe('42');
  });
});
