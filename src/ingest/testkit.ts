// What the tests of the way into the store share: a store in memory, and a life of receiver, journal and indexer that can end
// at any step.
import { IdentityReader, renderEvent, RowReader } from '../audit/index.ts';
import { rowsOfBlock } from '../audit/testkit.ts';
import { type Clock, createLogger } from '../platform/index.ts';
import { EngineError } from '../engine/index.ts';
import { dayOf, type EventWriter, type StoredTwin } from '../store/index.ts';
import type { DeadLetter, DeadLetterSink } from './dead-letters.ts';
import type { Quarantine, SetAside } from './quarantine.ts';

export const silentLogger = createLogger('silent');

/** A row of the store in memory. */
export interface MemoryRow {
  readonly clusterId: string;
  /** Cluster and identity. */
  readonly key: string;
  readonly isTruncated: boolean;
  readonly receivedAtMicros: number;
  readonly bytes: Buffer;
}

/** Where a statement of the store may fail: before it took effect, or after it, so that only its answer is lost. */
export type Failure = 'before' | 'after';

/** An EventWriter in memory that keeps to its contract. It outlives those who write to it. */
export class MemoryStore {
  rows: MemoryRow[] = [];
  readonly #tokens = new Set<string>();
  /** Asked before each statement. */
  fail: (statement: 'findTwins' | 'insert' | 'deleteTruncated') => Failure | undefined = () => undefined;
  /** Text in an event that makes the engine refuse its row. */
  poison: string | undefined;
  /** Clusters over whose events the engine fails for good when it looks for twins. */
  readonly unreadable = new Set<string>();

  /** The writer of one process; `isAlive` says whether that process still is. */
  writer(isAlive: () => boolean = () => true): EventWriter {
    const statement = async <T>(name: Parameters<MemoryStore['fail']>[0], run: () => T): Promise<T> => {
      await Promise.resolve();
      if (!isAlive()) throw new Error('the process is gone');
      const failure = this.fail(name);
      if (failure === 'before') throw new Error(`the engine died before ${name}`);
      const result = run();
      if (failure === 'after') throw new Error(`the engine died after ${name}`);
      return result;
    };
    return {
      findTwins: ({ clusterIds, auditIds }) =>
        statement('findTwins', () => {
          if (clusterIds.some((id) => this.unreadable.has(id))) throw new EngineError('not-supported', 'it cannot');
          if (auditIds.length % 16 !== 0) throw new Error('audit ids are 16 bytes each');
          const twins = new Map<string, StoredTwin>();
          for (const { clusterId, key, isTruncated, receivedAtMicros } of this.rows) {
            if (!clusterIds.includes(clusterId)) continue;
            const earlier = twins.get(key);
            twins.set(key, {
              isTruncated: isTruncated && earlier?.isTruncated !== false,
              truncatedReceivedAtMicros: isTruncated ? receivedAtMicros : earlier?.truncatedReceivedAtMicros,
              key,
            });
          }
          return twins;
        }),
      lastReceiptMicros: () => Promise.resolve(0),
      insert: (block, token) => statement('insert', () => this.#insert(block, token)),
      deleteTruncated: (clusterId, keys) =>
        statement('deleteTruncated', () => {
          this.rows = this.rows.filter(
            (row) => !(row.clusterId === clusterId && row.isTruncated && keys.includes(row.key)),
          );
        }),
    };
  }

  /** How many rows there are, by `day cluster`. */
  counts(): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { clusterId, receivedAtMicros } of this.rows) {
      const key = `${dayOf(receivedAtMicros)} ${clusterId}`;
      counts[key] = (counts[key] ?? 0) + 1;
    }
    return counts;
  }

  #insert(block: Uint8Array, token: string): void {
    if (this.#tokens.has(token)) return;
    const reader = new RowReader(rowsOfBlock(block));
    const identities = new IdentityReader();
    const read: MemoryRow[] = [];
    while (reader.next()) {
      const { row } = reader;
      const bytes = Buffer.from(renderEvent(row));
      if (this.poison !== undefined && bytes.includes(this.poison))
        throw new EngineError('rejected-data', 'incorrect data');
      read.push({
        clusterId: row.text('cluster_id'),
        key: `${row.text('cluster_id')}\u00ff${identities.identityOf(row)}`,
        isTruncated: row.text('annotations').includes('"audit.k8s.io/truncated":"true"'),
        receivedAtMicros: row.receivedAt,
        bytes,
      });
    }
    this.#tokens.add(token);
    this.rows.push(...read);
  }
}

/** What was set aside, in memory. */
export class MemoryQuarantine implements Pick<Quarantine, 'keep'> {
  readonly kept: SetAside[] = [];

  keep(batch: SetAside): Promise<void> {
    this.kept.push({ ...batch, events: batch.events.map((event) => Buffer.from(event)) });
    return Promise.resolve();
  }
}

/** Dead letters in memory; the same bytes of a cluster are kept once. */
export class MemoryLetters implements DeadLetterSink {
  readonly letters = new Map<string, DeadLetter>();

  add(letters: readonly DeadLetter[]): Promise<void> {
    for (const letter of letters) {
      const key = `${letter.clusterId} ${Buffer.from(letter.bytes).toString('latin1')}`;
      if (!this.letters.has(key)) this.letters.set(key, { ...letter, bytes: Buffer.from(letter.bytes) });
    }
    return Promise.resolve();
  }
}

/** A clock that does not make anybody wait: what sleeps goes on at the next turn of the event loop. */
export function createHurriedClock(stepMicros = 1): Clock {
  let micros = 1_763_700_000_000_000;
  return {
    now: () => Math.floor(micros / 1000),
    nowMicros: () => (micros += stepMicros),
    sleep: () => new Promise((resolve) => setImmediate(resolve)),
  };
}

/** An event of a request, whole or as a webhook cuts it. */
export function testEvent(
  id: number,
  options: { readonly isTruncated?: boolean; readonly copy?: number } = {},
): string {
  const { isTruncated = false, copy = 0 } = options;
  const body = isTruncated ? '' : `,"requestObject":{"n":${id},"copy":${copy}}`;
  const annotations = isTruncated ? ',"annotations":{"audit.k8s.io/truncated":"true"}' : '';
  const second = String(id % 60).padStart(2, '0');
  return `{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Request","auditID":"id-${id}","stage":"ResponseComplete","requestURI":"/api/v1/pods/${id}","verb":"create","user":{"username":"u"}${body},"requestReceivedTimestamp":"2026-11-20T18:05:${second}.000001Z","stageTimestamp":"2026-11-20T18:05:${second}.000002Z"${annotations}}`;
}
