import { useDeferredValue } from 'react';

/** Whether it is open, closed at first: what opens remembers who had the focus, and what is there from the start does not. */
export function useOpened(isOpen: boolean): boolean {
  const isThere = useDeferredValue(true, false);
  return isOpen && isThere;
}
