import { describe, expect, test } from '@jest/globals';
import type { DaisyEvent, EventMark } from '@daisy-lab/core';
import { EventHub } from '../../../lib/kernel/rpc/event-hub.js';

const later = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

function hubWithClient() {
  const sent: (DaisyEvent | EventMark)[] = [];
  const hub = new EventHub('epoch', (_, event) => sent.push(event));
  hub.open('comm');
  return { hub, sent };
}

describe('RPC-12: events', () => {
  test('the last value of each key goes out, numbered without gaps', async () => {
    const { hub, sent } = hubWithClient();
    for (let i = 0; i <= 1000; i++) hub.emit('run', i % 2 ? 'odd' : 'even', i);
    await later(250);
    const events = sent.filter(({ topic }) => topic !== 'mark') as DaisyEvent[];
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i + 1));
    expect(events.length).toBeLessThan(10);
    expect(events.filter(({ key }) => key === 'even').at(-1)!.value).toBe(1000);
    expect(events.filter(({ key }) => key === 'odd').at(-1)!.value).toBe(999);
  });

  test('a snapshot is empty for a client that has seen everything, and whole for any other', () => {
    const { hub } = hubWithClient();
    for (const key of ['a', 'b', 'a']) hub.emit('run', key, key);
    const { epoch, seq, events } = hub.snapshot({});
    expect(events.map(({ key }) => key).sort()).toEqual(['a', 'b']);
    expect(hub.snapshot({ epoch, seq }).events).toEqual([]);
    expect(hub.snapshot({ epoch, seq: seq - 1 }).events).toHaveLength(2);
    expect(hub.snapshot({ epoch: 'of another start', seq }).events).toHaveLength(2);
  });

  test('a mark follows the last event, so that its loss is noticed', async () => {
    const { hub, sent } = hubWithClient();
    hub.emit('run', 'a', 1);
    await later(1200);
    expect(sent).toEqual([
      { v: 1, epoch: 'epoch', seq: 1, topic: 'run', key: 'a', value: 1 },
      { v: 1, epoch: 'epoch', seq: 1, topic: 'mark' },
    ]);
  });

  test('a snapshot opens the comm of a client again whose subscription had ended', () => {
    const { hub, sent } = hubWithClient();
    hub.close('comm');
    hub.emit('run', 'a', 1);
    expect(sent).toEqual([]);
    hub.snapshot({ comm: 'comm' });
    hub.emit('run', 'b', 1);
    expect(sent).toHaveLength(1);
  });
});
