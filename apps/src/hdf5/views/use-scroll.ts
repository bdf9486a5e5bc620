import { useEffect, useRef, useState, type RefObject } from 'react';

export interface Scroll {
  readonly ref: RefObject<HTMLDivElement>;
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
}

/** Size and place of a scrolled element. */
export function useScroll(): Scroll {
  const ref = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ width: 0, height: 0, left: 0, top: 0 });
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const read = (): void =>
      setPlace({
        width: element.clientWidth,
        height: element.clientHeight,
        left: element.scrollLeft,
        top: element.scrollTop,
      });
    read();
    const sizes = new ResizeObserver(read);
    sizes.observe(element);
    element.addEventListener('scroll', read, { passive: true });
    return () => {
      sizes.disconnect();
      element.removeEventListener('scroll', read);
    };
  }, []);
  return { ref, ...place };
}
