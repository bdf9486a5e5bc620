import { expect, test } from '@jest/globals';
import { Signal } from '@lumino/signaling';
import { joinRunningCell, type RunningCell, type RunningKernel } from '../lib/kernel/running-cell.js';

/** A kernel that answers `cells.running`, and a cell that collects what is shown. */
function world(running: object | null) {
  let answer!: () => void;
  const kernel = { clientId: 'client', username: 'user' };
  const iopubMessage = new Signal<object, object>(kernel);
  Object.assign(kernel, {
    iopubMessage,
    sendControlMessage: () => {
      const future = {
        onReply: (_: object) => undefined,
        done: new Promise(() => undefined),
        dispose: () => undefined,
      };
      answer = () => future.onReply({ content: { v: 1, id: 'a', status: 'ok', result: { running }, arrays: [] } });
      return future;
    },
  });
  const shown: Record<string, unknown>[] = [{ output_type: 'old' }];
  const cell = {
    outputs: {
      clear: () => void shown.splice(0),
      add: (output: Record<string, unknown>) => shown.push(output),
      set: (index: number, output: Record<string, unknown>) => void (shown[index] = output),
    },
    sharedModel: { executionState: 'idle' },
  };
  const say = (id: string, type: string, content: object, parent = 'run') =>
    iopubMessage.emit({ header: { msg_id: id, msg_type: type }, parent_header: { msg_id: parent }, content });
  const joined = joinRunningCell(kernel as unknown as RunningKernel, id =>
    id === 'cell' ? (cell as unknown as RunningCell) : undefined,
  );
  return { cell, shown, say, answered: async () => (answer(), await joined) };
}
const text = (text: string) => ({ name: 'stdout', text });

test('RPC-13: shows what the cell has put out and what follows, each message once, until the cell ends', async () => {
  const outputs = [
    { id: 'm1', type: 'stream', content: text('first') },
    { id: 'm2', type: 'display_data', content: { data: { a: 1 }, transient: { display_id: 'd' } } },
  ];
  const { cell, shown, say, answered } = world({ message: 'run', cell: 'cell', outputs, complete: true });
  say('m2', 'display_data', outputs[1]!.content);
  say('m3', 'stream', text('while the answer was on its way'));
  await answered();
  expect(cell.sharedModel.executionState).toBe('running');
  say('m4', 'update_display_data', { data: { a: 2 }, transient: { display_id: 'd' } });
  say('m5', 'stream', text('of another cell'), 'other');
  say('m6', 'status', { execution_state: 'idle' });
  say('m7', 'stream', text('after the end'));
  expect(shown.map(({ text, data }) => text ?? data)).toEqual(['first', { a: 2 }, 'while the answer was on its way']);
  expect(cell.sharedModel.executionState).toBe('idle');
});

test('leaves the outputs alone when no cell runs, or one of another notebook', async () => {
  for (const running of [null, { message: 'run', cell: 'elsewhere', outputs: [], complete: true }]) {
    const { shown, say, answered } = world(running);
    await answered();
    say('m1', 'stream', text('not ours'));
    expect(shown).toEqual([{ output_type: 'old' }]);
  }
});
