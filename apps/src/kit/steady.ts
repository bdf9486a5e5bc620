import { useCallback, useRef } from 'react';

/** The same function at every drawing, which does what the newest one does. */
export function useSteady<A extends readonly unknown[], R>(work: (...args: A) => R): (...args: A) => R {
  const latest = useRef(work);
  latest.current = work;
  return useCallback((...args: A) => latest.current(...args), []);
}
