import { type RefObject, useEffect, useRef } from 'react';

/**
 * Moves the focus into an element when it opens, and back when it closes: to what had it before, or, where a list that shows only what is
 * in sight has taken that away, to the grid of the page.
 */
export function useFocusWhileOpen<Element extends HTMLElement>(): RefObject<Element | null> {
  const opened = useRef<Element>(null);
  useEffect(() => {
    const before = document.activeElement;
    opened.current?.focus({ preventScroll: true });
    return () => {
      const isThere = before instanceof HTMLElement && before !== document.body && before.isConnected;
      const next = isThere ? before : document.querySelector<HTMLElement>('[role="grid"]');
      next?.focus({ preventScroll: true });
    };
  }, []);
  return opened;
}
