import { expect, jest, test } from '@jest/globals';
import { act, type ReactElement } from 'react';
import { createRoot } from 'react-dom/client';
import { DrawingBoundary } from '../lib/kit/mount/drawing-boundary.js';

test('a part that cannot be drawn leaves a sentence and a way to try again, not an empty tab', () => {
  const said = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  let broken = true;
  const Part = (): ReactElement => {
    if (broken) throw new Error('Loading chunk 7 failed.');
    return <p>drawn</p>;
  };
  const host = document.createElement('div');
  const root = createRoot(host);
  act(() =>
    root.render(
      <DrawingBoundary>
        <Part />
      </DrawingBoundary>,
    ),
  );
  expect(host.querySelector('[role="alert"]')?.textContent).toContain('Loading chunk 7 failed.');
  broken = false;
  act(() => host.querySelector('button')?.click());
  expect(host.textContent).toBe('drawn');
  act(() => root.unmount());
  said.mockRestore();
});
