import { useEffect, useRef, useState } from 'react';
import type { LogQuery } from '../../../api/search.ts';
import { followTail } from '../../../api/tail.ts';
import { type EventItem, toItem } from '../use-log.ts';
import { addLoss, type Loss } from './loss.ts';
import { findNewest } from './newest.ts';
import { createSeen } from './seen.ts';

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
  readonly loss: Loss | undefined;
  readonly setPaused: (paused: boolean) => void;
  /** Begins again after it ended. */
  readonly again: () => void;
}

type Shown = Pick<Tail, 'items' | 'state' | 'error' | 'waiting' | 'dropped' | 'loss'>;

const empty: Shown = { items: [], state: 'connecting', error: undefined, waiting: 0, dropped: 0, loss: undefined };

/** Begins with the newest events of a query, and follows the server's stream of new ones. */
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
    const seen = createSeen();
    let hasBegun = false;
    let wasConnected = false;
    let quietSince = Date.now();
    const lose = (kind: Loss['kind']): void =>
      setShown((before) => ({ ...before, loss: addLoss(before.loss, { kind, from: quietSince, to: Date.now() }) }));
    const begin = async (): Promise<void> => {
      // Without them one sees what comes all the same; what is wrong with the query the stream says.
      const newest = await findNewest({ query, ...named }, stopping.signal).catch(() => []);
      const unknown = newest.filter(({ facts }) => seen.isNew(facts.key));
      if (stopping.signal.aborted) return;
      // After a lost connection they are new themselves, and wait like others while the reader pauses.
      if (hasBegun) arrived = [...unknown.toReversed(), ...arrived].slice(-kept);
      else setShown((before) => ({ ...before, items: [...before.items, ...unknown] }));
      hasBegun = true;
    };
    const listener = {
      onConnected: () => {
        if (wasConnected) lose('disconnected');
        wasConnected = true;
        quietSince = Date.now();
        change({ state: 'connected' });
        void begin();
      },
      onLost: () => change({ state: 'reconnecting' }),
      onSkipped: () => lose('skipped'),
      onEnded: (error: Error) => change({ state: 'ended' as const, error }),
      onEvent: (event: EventItem['event']) => {
        quietSince = Date.now();
        const item = toItem(event);
        if (!seen.isNew(item.facts.key)) return;
        arrived.push(item);
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
