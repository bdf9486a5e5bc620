import { expect, test } from '@jest/globals';
import { Signal } from '@lumino/signaling';
import { showCellsOfOthers, type RunningCell, type RunningKernel } from '../lib/kernel/running-cell.js';

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
    sharedModel: { executionState: 'idle', execution_count: null as number | null },
  };
  let session = 'elsewhere';
  let unsaved = 0;
  const say = (id: string, type: string, content: object, parent = 'run') => {
    const parentHeader = { msg_id: parent, session };
    const metadata = { cellId: 'cell' };
    iopubMessage.emit({ header: { msg_id: id, msg_type: type }, parent_header: parentHeader, metadata, content });
  };
  const joined = showCellsOfOthers(kernel as unknown as RunningKernel, {
    find: (id, code = 'code') => (id === 'cell' && code === 'code' ? (cell as unknown as RunningCell) : undefined),
    unsaved: change => {
      unsaved++;
      change();
    },
  });
  const by = (client: string): void => void (session = client);
  return { cell, shown, say, by, unsaved: () => unsaved, answered: async () => (answer(), await joined) };
}
const text = (text: string) => ({ name: 'stdout', text });

test('RPC-13: shows what the cell has put out and what follows, each message once', async () => {
  const outputs = [
    { id: 'm1', type: 'stream', content: text('first') },
    { id: 'm2', type: 'display_data', content: { data: { a: 1 }, transient: { display_id: 'd' } } },
  ];
  const { cell, shown, say, answered } = world({ message: 'run', cell: 'cell', count: 7, outputs, complete: true });
  say('m2', 'display_data', outputs[1]!.content);
  say('m3', 'stream', text('while the answer was on its way'));
  await answered();
  expect(cell.sharedModel).toEqual({ executionState: 'running', execution_count: 7 });
  say('m4', 'update_display_data', { data: { a: 2 }, transient: { display_id: 'd' } });
  say('m5', 'stream', text('of another cell'), 'other');
  say('m6', 'status', { execution_state: 'idle' });
  say('m7', 'stream', text('of a timer'));
  const onTheWay = 'while the answer was on its way';
  expect(shown.map(({ text, data }) => text ?? data)).toEqual(['first', { a: 2 }, onTheWay, 'of a timer']);
  expect(cell.sharedModel.executionState).toBe('idle');
});

test('leaves the outputs alone when no cell runs, or one of another notebook', async () => {
  for (const running of [null, { message: 'run', cell: 'elsewhere', count: 7, outputs: [], complete: true }]) {
    const { shown, say, answered } = world(running);
    await answered();
    say('m1', 'stream', text('not ours'));
    expect(shown).toEqual([{ output_type: 'old' }]);
  }
});

test('RPC-13: shows what another window runs, if the cell reads the same, and leaves the saving to it', async () => {
  const { cell, shown, say, by, unsaved, answered } = world(null);
  await answered();
  say('m1', 'execute_input', { code: 'other code', execution_count: 3 }, 'first');
  say('m2', 'stream', text('not shown'), 'first');
  say('m3', 'execute_input', { code: 'code', execution_count: 4 }, 'second');
  expect(cell.sharedModel).toEqual({ executionState: 'running', execution_count: 4 });
  say('m4', 'stream', text('shown'), 'second');
  say('m5', 'status', { execution_state: 'idle' }, 'second');
  say('m6', 'stream', text('of a timer'), 'second');
  expect(shown.map(({ text }) => text)).toEqual(['shown', 'of a timer']);
  expect(cell.sharedModel.executionState).toBe('idle');
  expect(unsaved()).toBe(4);
  by('client');
  say('m7', 'execute_input', { code: 'code', execution_count: 5 }, 'third');
  expect(cell.sharedModel.execution_count).toBe(4);
});

test('what a page had queued that is gone is shown and saved after a reload', async () => {
  const { cell, shown, say, unsaved, answered } = world({
    message: 'run',
    cell: 'cell',
    count: 7,
    outputs: [],
    complete: true,
  });
  await answered();
  say('m1', 'status', { execution_state: 'idle' });
  say('m2', 'execute_input', { code: 'code', execution_count: 2 }, 'next');
  say('m3', 'stream', text('of the next cell'), 'next');
  expect(shown.map(({ text }) => text)).toEqual(['of the next cell']);
  expect([cell.sharedModel.executionState, unsaved()]).toEqual(['running', 0]);
});
