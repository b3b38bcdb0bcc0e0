import { useEffect, useRef, useState } from 'react';
import type { LogQuery } from '../../../api/search.ts';
import { followTail } from '../../../api/tail.ts';
import { type EventItem, toItem } from '../use-log.ts';

/** Events kept on the page; older ones make room. */
const kept = 1000;
const renderMillis = 250;

export type TailState = 'connecting' | 'connected' | 'reconnecting' | 'ended';

export interface Tail {
  readonly items: readonly EventItem[];
  readonly state: TailState;
  /** Why it ended. */
  readonly error: Error | undefined;
  readonly paused: boolean;
  /** Events that came while paused. */
  readonly waiting: number;
  /** Events that came and are no longer kept, since the tail began. */
  readonly dropped: number;
  /** Whether events came, or may have come, that were never told: the server left some out, or the connection was lost for a while. */
  readonly hasGaps: boolean;
  readonly setPaused: (paused: boolean) => void;
  /** Begins again after it ended. */
  readonly again: () => void;
}

type Shown = Pick<Tail, 'items' | 'state' | 'error' | 'waiting' | 'dropped' | 'hasGaps'>;

const empty: Shown = { items: [], state: 'connecting', error: undefined, waiting: 0, dropped: 0, hasGaps: false };

/** Follows the server's stream of new events. */
export function useTail(asked: LogQuery | undefined): Tail {
  const [shown, setShown] = useState<Shown>(empty);
  const [paused, setPausedState] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const isPaused = useRef(false);
  const query = asked?.query ?? '';
  const clusters = asked?.clusters?.join(',') ?? '';

  useEffect(() => {
    const stopping = new AbortController();
    const change = (changed: Partial<Shown>): void => setShown((before) => ({ ...before, ...changed }));
    let arrived: EventItem[] = [];
    let dropped = 0;
    const show = (): void => {
      if (arrived.length === 0) return;
      const isKept = isPaused.current;
      const fresh = isKept ? [] : arrived.toReversed();
      const lost = dropped;
      const waiting = isKept ? arrived.length + dropped : 0;
      if (!isKept) [arrived, dropped] = [[], 0];
      setShown((before) => ({
        ...before,
        items: [...fresh, ...before.items].slice(0, kept),
        waiting,
        dropped: before.dropped + (isKept ? 0 : lost),
      }));
    };
    const timer = setInterval(show, renderMillis);
    const named = clusters === '' ? {} : { clusters: clusters.split(',') };
    const listener = {
      onConnected: () => change({ state: 'connected' as const }),
      onLost: () => change({ state: 'reconnecting' as const, hasGaps: true }),
      onSkipped: () => change({ hasGaps: true }),
      onEnded: (error: Error) => change({ state: 'ended' as const, error }),
      onEvent: (event: EventItem['event']) => {
        arrived.push(toItem(event));
        if (arrived.length <= kept) return;
        arrived.shift();
        dropped += 1;
      },
    };
    void followTail({ query, from: '', to: '', ...named }, listener, stopping.signal);
    return () => {
      stopping.abort();
      clearInterval(timer);
      setShown(empty);
    };
  }, [query, clusters, attempt]);

  return {
    ...shown,
    paused,
    again: () => setAttempt(attempt + 1),
    setPaused: (next) => {
      isPaused.current = next;
      setPausedState(next);
    },
  };
}
