import type { ReactElement } from 'react';
import { createRoot } from 'react-dom/client';

/** Draws an element of React into an element of the page until it is disposed. */
export function mount(host: HTMLElement, element: ReactElement): { dispose(): void } {
  const root = createRoot(host);
  root.render(element);
  return { dispose: () => root.unmount() };
}
