import { useEffect, useRef } from 'react';
import { flushSync } from 'react-dom';

/** Calls back around a print, whoever began it; what `begin` sets is in the page before it is drawn for paper. */
export function usePrintEvents(begin: () => void, end: () => void): void {
  const latest = useRef({ begin, end });
  useEffect(() => {
    latest.current = { begin, end };
  });
  useEffect(() => {
    const onBegin = (): void => flushSync(() => latest.current.begin());
    const onEnd = (): void => latest.current.end();
    addEventListener('beforeprint', onBegin);
    addEventListener('afterprint', onEnd);
    return () => {
      removeEventListener('beforeprint', onBegin);
      removeEventListener('afterprint', onEnd);
    };
  }, []);
}
