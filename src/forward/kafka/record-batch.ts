import { compressed } from '../compressed.ts';
import { crc32c } from './crc32c.ts';
import { int16, int32, int64, int8, varint } from './wire.ts';

/** A message of a topic. */
export interface KafkaRecord {
  /** Unix milliseconds. */
  readonly timestamp: number;
  readonly key: Uint8Array;
  readonly value: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

/** Whom a broker takes a batch from: the same batch of the same producer is stored once. */
export interface Producer {
  readonly id: bigint;
  readonly epoch: number;
}

export const codecs = ['none', 'gzip', 'zstd'] as const;
export type Codec = (typeof codecs)[number];

/** What the attributes of a batch say of it. */
const codecBits = { none: 0, gzip: 1, zstd: 4 } as const;
/** The only form of a batch that there still is. */
const magic = 2;

/** The records of a batch, which does not depend on who sends it. */
export interface RecordBatch {
  /** As a broker keeps it, where it is the first one that this producer sends to its partition. */
  writtenBy(producer: Producer): Buffer;
}

/** Makes a batch of records. A broker takes all of it or nothing. */
export async function recordBatch(records: readonly KafkaRecord[], codec: Codec): Promise<RecordBatch> {
  const times = records.map(({ timestamp }) => timestamp);
  const first = BigInt(times[0] ?? 0);
  const last = BigInt(Math.max(...times));
  const plain = Buffer.concat(records.map((record, index) => recordOf(record, index, first)));
  const body = await compressed(plain, codec);
  return {
    writtenBy({ id, epoch }) {
      const checked = Buffer.concat([
        int16(codecBits[codec]),
        int32(records.length - 1),
        int64(first),
        int64(last),
        int64(id),
        int16(epoch),
        int32(0),
        int32(records.length),
        body,
      ]);
      // No offset, no epoch of a leader: these are for the broker to say.
      const head = Buffer.concat([int32(-1), int8(magic), int32(crc32c(checked) | 0)]);
      return Buffer.concat([int64(0n), int32(head.length + checked.length), head, checked]);
    },
  };
}

function recordOf({ timestamp, key, value, headers }: KafkaRecord, index: number, first: bigint): Buffer {
  const named = Object.entries(headers).flatMap(([name, text]) => [
    ...withLength(Buffer.from(name)),
    ...withLength(Buffer.from(text)),
  ]);
  const record = Buffer.concat([
    int8(0),
    varint(BigInt(timestamp) - first),
    varint(index),
    ...withLength(key),
    ...withLength(value),
    varint(Object.keys(headers).length),
    ...named,
  ]);
  return Buffer.concat(withLength(record));
}

function withLength(value: Uint8Array): readonly Uint8Array[] {
  return [varint(value.length), value];
}
