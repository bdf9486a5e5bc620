import { useEffect, useState, type JSX, type ReactNode, type RefObject } from 'react';
import { useTranslate } from '../kit/i18n/translate.js';

/** Below this width the panels can be put away, and the list of algorithms lies over the cards when it is wanted. */
const narrowPx = 1000;

/** Whether an element is too narrow for panels beside what it shows. */
export function useNarrow(host: RefObject<HTMLElement>): boolean {
  const [isNarrow, setNarrow] = useState(false);
  useEffect(() => {
    if (!host.current) return;
    const size = new ResizeObserver(([entry]) => {
      // A tab in the background has no width.
      if (entry && entry.contentRect.width > 0) setNarrow(entry.contentRect.width < narrowPx);
    });
    size.observe(host.current);
    return () => size.disconnect();
  }, [host]);
  return isNarrow;
}

interface DrawerProps {
  readonly side: 'left' | 'right';
  readonly title: string;
  readonly isNarrow: boolean;
  readonly isOpen: boolean;
  readonly children: ReactNode;
  onToggle(): void;
}

/** A panel beside the cards; where there is little room, an edge with its name opens and closes it: the left one over the cards. */
export function Drawer({ side, title, isNarrow, isOpen, children, onToggle }: DrawerProps): JSX.Element {
  const trans = useTranslate();
  if (!isNarrow) return <>{children}</>;
  return (
    <div className={`daisy-Canvas-drawer daisy-mod-${side}`}>
      <button
        className="daisy-Canvas-drawerEdge"
        aria-expanded={isOpen}
        title={isOpen ? trans.__('Close %1', title) : trans.__('Open %1', title)}
        data-testid={`canvas-drawer-${side}`}
        onClick={onToggle}
      >
        {title}
      </button>
      {isOpen && <div className="daisy-Canvas-drawerPanel">{children}</div>}
    </div>
  );
}
