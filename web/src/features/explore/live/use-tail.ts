import { useEffect, useRef, useState } from 'react';
import { readEvent } from '../../../api/audit-event.ts';
import type { LogQuery } from '../../../api/search.ts';
import { type EventItem, toItem } from '../use-log.ts';

/** Events kept on the page; older ones make room. */
const kept = 1000;
const renderMillis = 250;

export type TailState = 'connecting' | 'connected' | 'reconnecting';

export interface Tail {
  readonly items: readonly EventItem[];
  readonly state: TailState;
  readonly paused: boolean;
  /** Events that came while paused. */
  readonly waiting: number;
  /** Events that came while paused and are no longer kept. */
  readonly skipped: number;
  readonly setPaused: (paused: boolean) => void;
}

interface Shown {
  readonly items: readonly EventItem[];
  readonly waiting: number;
  readonly skipped: number;
}

const empty: Shown = { items: [], waiting: 0, skipped: 0 };

/** Follows the server's stream of new events; the browser reconnects by itself. */
export function useTail(asked: LogQuery | undefined): Tail {
  const [state, setState] = useState<TailState>('connecting');
  const [shown, setShown] = useState<Shown>(empty);
  const [paused, setPausedState] = useState(false);
  const isPaused = useRef(false);
  const query = asked?.query ?? '';
  const clusters = asked?.clusters?.join(',') ?? '';

  useEffect(() => {
    const parameters = new URLSearchParams({ query });
    for (const cluster of clusters ? clusters.split(',') : []) parameters.append('clusters', cluster);
    const source = new EventSource(`/api/v1/tail?${parameters}`);
    let arrived: EventItem[] = [];
    let skipped = 0;
    source.addEventListener('open', () => setState('connected'));
    source.addEventListener('error', () => setState('reconnecting'));
    source.addEventListener('audit', (message: MessageEvent<string>) => {
      arrived.push(toItem(readEvent(message.data)));
      if (arrived.length > kept) {
        arrived = arrived.slice(-kept);
        skipped += 1;
      }
    });
    const timer = setInterval(() => {
      if (arrived.length === 0) return;
      if (isPaused.current) return setShown((before) => ({ ...before, waiting: arrived.length + skipped, skipped: 0 }));
      const fresh = arrived.toReversed();
      const lost = skipped;
      arrived = [];
      skipped = 0;
      return setShown((before) => ({ items: [...fresh, ...before.items].slice(0, kept), waiting: 0, skipped: lost }));
    }, renderMillis);
    return () => {
      source.close();
      clearInterval(timer);
      setShown(empty);
      setState('connecting');
    };
  }, [query, clusters]);

  return {
    ...shown,
    state,
    paused,
    setPaused: (next) => {
      isPaused.current = next;
      setPausedState(next);
    },
  };
}
