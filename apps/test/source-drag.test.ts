import { describe, expect, test } from '@jest/globals';
import type { PortData } from '@daisy-lab/core';
import { inputForFile } from '../lib/canvas/dropped-file.js';
import { dragSource, droppedSource, type DraggedSource } from '../lib/kit/drag/source-drag.js';

/** A drag that holds texts by their type. */
function transfer(): DataTransfer {
  const held = new Map<string, string>();
  return {
    setData: (type: string, text: string) => held.set(type, text),
    getData: (type: string) => held.get(type) ?? '',
  } as unknown as DataTransfer;
}

describe('a dataset that is dragged', () => {
  test('comes out as it went in; to others it is a text', () => {
    const drag = transfer();
    const source: DraggedSource = { file: 'a b.h5', dataset: '/x"y', selection: [[0, 1], null] };
    dragSource(drag, source, 'code');
    expect(droppedSource(drag)).toEqual(source);
    expect(drag.getData('text/plain')).toBe('code');
  });

  test('is nothing where something else was dragged', () => {
    expect(droppedSource(transfer())).toBeNull();
  });

  test('goes to the input under the pointer, beside all cards to the only one that takes files', () => {
    const port = (type: unknown): PortData => ({ type }) as PortData;
    const scan = port({ kind: 'dataset', of: 'ct.scan' });
    const one = { scan, threshold: port({ kind: 'number' }) };
    expect(inputForFile(one, 'input:scan')).toBe('scan');
    expect(inputForFile(one, null)).toBe('scan');
    expect(inputForFile(one, 'input:threshold')).toBeNull();
    expect(inputForFile(one, 'recon')).toBeNull();
    const two = { first: scan, second: port({ kind: 'optional', of: { kind: 'file' } }) };
    expect(inputForFile(two, null)).toBeNull();
    expect(inputForFile(two, 'input:second')).toBe('second');
  });
});
