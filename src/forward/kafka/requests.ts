import { words } from '../../base/index.ts';
import { bytes, int16, int32, list, type Reader, text } from './wire.ts';

/**
 * What a broker is asked. The versions are the oldest that have what is needed here, since they are what most takes that speaks Kafka's
 * protocol: Kafka from 2.1 to 4, Redpanda, Event Hubs.
 */
export interface Request<Answer> {
  readonly api: number;
  readonly version: number;
  readonly body: Buffer;
  read(answer: Reader): Answer;
}

/** Where a partition is written to. */
export interface PartitionLeader {
  readonly error: number;
  readonly index: number;
  /** Undefined where there is none at the moment. */
  readonly broker: { readonly host: string; readonly port: number } | undefined;
}

export interface TopicMetadata {
  readonly error: number;
  readonly partitions: readonly PartitionLeader[];
}

/** Asks for a topic, which is not made where there is none. */
export function metadataRequest(topic: string): Request<TopicMetadata> {
  return {
    api: 3,
    version: 4,
    body: Buffer.concat([list([text(topic)]), Buffer.of(0)]),
    read(answer) {
      answer.int32();
      const brokers = answer.list(() => {
        const broker = { id: answer.int32(), host: answer.text() ?? '', port: answer.int32() };
        answer.text();
        return [broker.id, broker] as const;
      });
      // Both lists are as long as a broker likes.
      const byId = new Map(brokers);
      answer.text();
      answer.int32();
      const [found] = answer.list(() => {
        const error = answer.int16();
        answer.text();
        answer.boolean();
        const partitions = answer.list(() => {
          const own = { error: answer.int16(), index: answer.int32(), leader: answer.int32() };
          answer.list(() => answer.int32());
          answer.list(() => answer.int32());
          return { error: own.error, index: own.index, broker: byId.get(own.leader) };
        });
        return { error, partitions };
      });
      if (!found) throw new Error(words`its answer does not tell of the topic`);
      return found;
    },
  };
}

/** Asks to be known, so that what is sent twice is stored once. */
export const producerRequest: Request<{ readonly error: number; readonly id: bigint; readonly epoch: number }> = {
  api: 22,
  version: 0,
  body: Buffer.concat([text(null), int32(60_000)]),
  read(answer) {
    answer.int32();
    return { error: answer.int16(), id: answer.int64(), epoch: answer.int16() };
  },
};

/** From all replicas that are in step. */
const allReplicas = -1;

export interface Produced {
  readonly topic: string;
  readonly partition: number;
  readonly batch: Buffer;
  /** How long the broker waits for its replicas. */
  readonly timeoutMs: number;
}

/** Sends a batch; the answer is its error, 0 where it is stored. */
export function produceRequest({ topic, partition, batch, timeoutMs }: Produced): Request<number> {
  const data = Buffer.concat([text(topic), list([Buffer.concat([int32(partition), bytes(batch)])])]);
  return {
    api: 0,
    version: 7,
    body: Buffer.concat([text(null), int16(allReplicas), int32(timeoutMs), list([data])]),
    read(answer) {
      const errors = answer.list(() => {
        answer.text();
        return answer.list(() => {
          answer.int32();
          const error = answer.int16();
          for (let left = 3; left > 0; left -= 1) answer.int64();
          return error;
        });
      });
      const [error] = errors.flat();
      if (error === undefined) throw new Error(words`its answer does not tell of the batch`);
      return error;
    },
  };
}

/** Says by which mechanism we sign in. */
export function saslHandshakeRequest(mechanism: string): Request<{ error: number; offered: readonly string[] }> {
  return {
    api: 17,
    version: 1,
    body: text(mechanism),
    read: (answer) => ({ error: answer.int16(), offered: answer.list(() => answer.text() ?? '') }),
  };
}

/** Sends a message of the mechanism. */
export function saslAuthenticateRequest(
  message: Uint8Array,
): Request<{ error: number; said: string | null; message: Buffer }> {
  return {
    api: 36,
    version: 0,
    body: bytes(message),
    read: (answer) => ({ error: answer.int16(), said: answer.text(), message: answer.bytes() }),
  };
}
