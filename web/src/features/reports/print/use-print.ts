import { useIsFetching } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../../../../src/dashboards/index.ts';
import { useLightScheme } from '../../../components/print/use-light-scheme.ts';
import { usePageMargins } from '../../../components/print/use-page-margins.ts';
import { usePrintEvents } from '../../../components/print/use-print-events.ts';
import { shortDateTime } from '../../../lib/time-format.ts';
import type { Report } from '../use-report.ts';

/** Time for charts to be drawn anew for the paper, in milliseconds. */
const drawMillis = 400;

/**
 * Prints a report: all its panels and its foot are waited for, drawn in the light theme at the width of the paper, and then the browser's dialog opens.
 * A print that the browser itself begins (Ctrl-P) is drawn the same way, with what has loaded by then.
 */
export function usePrint(report: Report) {
  const { i18n } = useTranslation();
  const [state, setState] = useState<'no' | 'preparing' | 'printing'>('no');
  const [at, setAt] = useState(0);
  const waiting = useIsFetching({ queryKey: ['panel', report.dashboard.id] });
  const footWaiting = useIsFetching({ queryKey: ['completeness'] });
  const isPrinting = state !== 'no';
  usePageMargins(marginsOf(report, i18n.language));
  useLightScheme(isPrinting);
  usePrintEvents(
    () => {
      setAt(Date.now());
      setState('printing');
    },
    () => setState('no'),
  );

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

/** What stands in the margins: the title, and the range. */
function marginsOf({ dashboard, fixed, zone }: Report, language: string) {
  const corner = fixed ? `${shortDateTime(fixed.from, zone)} – ${shortDateTime(fixed.to, zone)} (${zone})` : '';
  return { title: textIn(dashboard.title, language), corner };
}
