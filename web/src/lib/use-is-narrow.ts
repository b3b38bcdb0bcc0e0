import { useSyncExternalStore } from 'react';

/** A phone, or a wide window at 200 %: there is one column. Style sheets say `(max-width: 899px)`. */
const narrow = matchMedia('(max-width: 899px)');

export function useIsNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => narrow.matches);
}

function subscribe(listener: () => void): () => void {
  narrow.addEventListener('change', listener);
  return () => narrow.removeEventListener('change', listener);
}
