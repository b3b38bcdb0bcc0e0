import { useIsFetching } from '@tanstack/react-query';
import { useEffect, useLayoutEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Report } from '../use-report.ts';
import { usePageMargins } from './use-page-margins.ts';

const schemeAttribute = 'data-mantine-color-scheme';

/** Time for charts to be drawn anew for the paper, in milliseconds. */
const drawMillis = 400;

/**
 * Prints a report: all its panels and its foot are waited for, drawn in the light theme at the width of the paper, and then the browser's dialog opens.
 * A print that the browser itself begins (Ctrl-P) is drawn the same way, with what has loaded by then.
 */
export function usePrint(report: Report) {
  const [state, setState] = useState<'no' | 'preparing' | 'printing'>('no');
  const [at, setAt] = useState(0);
  const waiting = useIsFetching({ queryKey: ['panel', report.dashboard.id] });
  const footWaiting = useIsFetching({ queryKey: ['completeness'] });
  const isPrinting = state !== 'no';
  usePageMargins(report);

  // Before the effects of the charts, which read their colours from the page.
  useLayoutEffect(() => {
    if (!isPrinting) return undefined;
    const page = document.documentElement;
    const scheme = page.getAttribute(schemeAttribute);
    page.setAttribute(schemeAttribute, 'light');
    return () => {
      if (scheme !== null) page.setAttribute(schemeAttribute, scheme);
    };
  }, [isPrinting]);

  useEffect(() => {
    const begin = (): void =>
      flushSync(() => {
        setAt(Date.now());
        setState('printing');
      });
    const end = (): void => setState('no');
    addEventListener('beforeprint', begin);
    addEventListener('afterprint', end);
    return () => {
      removeEventListener('beforeprint', begin);
      removeEventListener('afterprint', end);
    };
  }, []);

  useEffect(() => {
    if (state !== 'preparing' || waiting > 0 || footWaiting > 0) return undefined;
    const timer = setTimeout(() => print(), drawMillis);
    return () => clearTimeout(timer);
  }, [state, waiting, footWaiting]);

  return {
    state,
    /** When it was printed, in Unix milliseconds. */
    at,
    /** Panels that have not answered yet. */
    waiting,
    start: () => setState('preparing'),
    cancel: () => setState('no'),
  };
}
