import { AppError } from '../../base/index.ts';
import { networkOf, type Sender } from '../auth/index.ts';
import type { ServerContext } from './context.ts';

/** A webhook sends every few seconds, so that one line a day says all: who, from where, and how they showed it. */
const repeatMs = 86_400_000;
/** Lines that are remembered; the oldest is forgotten first. */
const rememberedLines = 10_000;

type LogContext = { readonly records: Pick<ServerContext['records'], 'activity'>; readonly clock: { now(): number } };

/** Writes to the product's own audit log who sends events and who tried to: each once a day and address. */
export interface SenderLog {
  taken(context: LogContext, sender: Sender, address: string): Promise<void>;
  /** `clusterName` is what the caller asked for; undefined where only the token would have told. */
  refused(context: LogContext, clusterName: string | undefined, address: string, error: unknown): Promise<void>;
}

/** Makes a log that remembers, until the server ends, what it has written. */
export function createSenderLog(): SenderLog {
  const written = new Map<string, number>();

  function isDue(key: string, now: number): boolean {
    if (now - (written.get(key) ?? -Infinity) < repeatMs) return false;
    written.delete(key);
    written.set(key, now);
    const [oldest] = written.keys();
    if (written.size > rememberedLines && oldest !== undefined) written.delete(oldest);
    return true;
  }

  return {
    async taken({ records, clock }, { cluster, name, proof }, address) {
      if (!isDue(`${cluster.id} ${name} ${JSON.stringify(proof)} ${address}`, clock.now())) return;
      const target = cluster.name;
      await records.activity.append({ actor: name, address, action: 'ingest', target, outcome: 'done', detail: proof });
    },
    async refused({ records, clock }, clusterName, address, error) {
      if (!(error instanceof AppError) || !isDue(`${error.code} ${networkOf(address)}`, clock.now())) return;
      const target = clusterName?.slice(0, 253);
      const attempt = { actor: 'anonymous', address, action: 'ingest', target, outcome: error.code, detail: null };
      await records.activity.append(attempt);
    },
  };
}
