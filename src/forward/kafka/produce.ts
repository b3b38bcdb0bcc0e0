import { AppError, said, textOf, words } from '../../base/index.ts';
import type { Clock, Connector, ConnectTarget } from '../../platform/index.ts';
import type { Outcome } from '../outcome.ts';
import { type BrokerConnection, createBrokerConnection } from './connection.ts';
import { BrokerRefusal, isPassing, outcomeOfError } from './errors.ts';
import { partitionOf } from './partition.ts';
import type { Producer, RecordBatch } from './record-batch.ts';
import { metadataRequest, produceRequest, producerRequest, type Request } from './requests.ts';
import { type Credentials, signIn } from './sasl.ts';

/** How often the same batch is sent before it is for others to wait. */
const mostTries = 4;
/** Grows with each try. */
const firstWaitMs = 250;
/** What a broker may take for an answer, and for its replicas within that. */
const answerMs = 15_000;
const replicasMs = 10_000;
/** LEADER_NOT_AVAILABLE */
const noLeader = 5;

interface Server {
  readonly host: string;
  readonly port: number;
}

/** How brokers are reached. */
export interface Cluster {
  /** Of any brokers: they tell of the others. */
  readonly servers: readonly Server[];
  readonly tls: ConnectTarget['tls'];
  readonly credentials: Credentials | undefined;
  /** Each address that a broker tells goes through it as well. */
  readonly connector: Connector;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly signal: AbortSignal;
}

/** Where a batch goes: the partition is that of its key. */
export interface Batch {
  readonly topic: string;
  readonly key: Uint8Array;
  readonly records: RecordBatch;
}

/**
 * Sends a batch, until all replicas that are in step have it. A connection that breaks and a leader that changes are got over here, by the
 * same producer: what is sent twice for that is stored once. Rejects as the connector does, and with the reason of the signal.
 */
export async function produce(batch: Batch, cluster: Cluster): Promise<Outcome> {
  const { clock, signal } = cluster;
  const known: Known = { producer: undefined };
  for (let tries = 1; ; tries += 1) {
    try {
      const error = await tryOnce(batch, cluster, known);
      if (tries === mostTries || !isPassing(error)) return outcomeOfError(error);
    } catch (error) {
      signal.throwIfAborted();
      const isRefusal = error instanceof BrokerRefusal;
      if (isRefusal && (tries === mostTries || !isPassing(error.error)))
        return { ...outcomeOfError(error.error), answer: error.message };
      if (tries === mostTries || isNeverCalled(error)) throw error;
    }
    await clock.sleep(firstWaitMs * 2 ** (tries - 1), signal);
    signal.throwIfAborted();
  }
}

/** What all tries of a batch share: it is stored once, as long as its producer is the same. */
interface Known {
  producer: Producer | undefined;
}

/** The error of the broker that leads the partition; 0 where there is none. */
async function tryOnce({ topic, key, records }: Batch, cluster: Cluster, known: Known): Promise<number> {
  using first = await connectToAny(cluster);
  const { index, broker } = await leaderOf(first, { topic, key }, cluster);
  using leader = await connect(broker, cluster);
  known.producer ??= await producerOf(leader, cluster);
  const written = records.writtenBy(known.producer);
  const request = produceRequest({ topic, partition: index, batch: written, timeoutMs: replicasMs });
  // The connection is closed where this function ends.
  return await ask(leader, request, cluster);
}

async function leaderOf(
  connection: BrokerConnection,
  { topic, key }: Pick<Batch, 'topic' | 'key'>,
  cluster: Cluster,
): Promise<{ readonly index: number; readonly broker: Server }> {
  const { error, partitions } = await ask(connection, metadataRequest(topic), cluster);
  if (error !== 0) throw new BrokerRefusal(error, said`find topic "${topic}"`);
  const index = partitionOf(key, Math.max(1, partitions.length));
  const partition = partitions.find((one) => one.index === index);
  if (!partition?.broker)
    throw new BrokerRefusal(partition?.error || noLeader, said`find who leads partition ${index}`);
  return { index, broker: partition.broker };
}

async function producerOf(connection: BrokerConnection, cluster: Cluster): Promise<Producer> {
  const { error, ...producer } = await ask(connection, producerRequest, cluster);
  if (error !== 0) throw new BrokerRefusal(error, said`become a producer`);
  return producer;
}

/** The first server that can be reached. Rejects as the last one does. */
async function connectToAny(cluster: Cluster): Promise<BrokerConnection> {
  let failure: unknown = new Error(words`there is no broker`);
  for (const server of cluster.servers) {
    try {
      return await connect(server, cluster);
    } catch (error) {
      cluster.signal.throwIfAborted();
      failure = error;
    }
  }
  throw failure;
}

async function connect({ host, port }: Server, cluster: Cluster): Promise<BrokerConnection> {
  const { connector, tls, credentials, signal } = cluster;
  const socket = await connector.connect({ host, port, ...(tls ? { tls } : {}), signal });
  const connection = createBrokerConnection(socket);
  try {
    if (credentials) await within(cluster, (until) => signIn(connection, credentials, until));
    return connection;
  } catch (error) {
    connection[Symbol.dispose]();
    throw error;
  }
}

function ask<Answer>(connection: BrokerConnection, request: Request<Answer>, cluster: Cluster): Promise<Answer> {
  return within(cluster, (until) => connection.call(request, until));
}

/** Ends what takes too long. */
async function within<T>({ clock, signal }: Cluster, work: (until: AbortSignal) => Promise<T>): Promise<T> {
  const late = new AbortController();
  const done = new AbortController();
  void clock
    .sleep(answerMs, done.signal)
    .then(() => late.abort(new Error(textOf(said`no answer after ${answerMs / 1000} s`))));
  try {
    return await work(AbortSignal.any([signal, late.signal]));
  } finally {
    done.abort();
  }
}

function isNeverCalled(error: unknown): boolean {
  return error instanceof AppError && error.code === 'destination-refused';
}
