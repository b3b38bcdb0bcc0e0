import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { crc32c } from './crc32c.ts';
import { partitionOf } from './partition.ts';
import { codecs, recordBatch } from './record-batch.ts';

const headers = { key: 'k-1', cluster: 'prod' };
const records = [
  { timestamp: 1795860000123, key: Buffer.from('prod'), value: Buffer.from('{"a":1}'), headers },
  { timestamp: 1795860000999, key: Buffer.from('prod'), value: Buffer.from('x'.repeat(200)), headers },
];
const producer = { id: 1234567890123n, epoch: 5 };

/** What kafka-clients 4.1 writes for these records and this producer, but for the epoch of a leader, which is the broker's. */
const byKafka = Buffer.from(
  `AAAAAAAAAAAAAAFD/////wKwUab+AAAAAAABAAABoiGY7XsAAAGiIZjw5wAAAR9x+wTLAAUAAAAAAAAAAkwAAAAIcHJvZA57ImEiOjF9BAZrZXkGay0xDmNsdXN0ZXIIcHJv
ZNIDANgNAghwcm9kkAN4${'eHh4'.repeat(66)}eAQGa2V5BmstMQ5jbHVzdGVyCHByb2Q=`,
  'base64',
);

describe('a batch of records', () => {
  test('is byte for byte what Kafka writes itself', async () => {
    expect((await recordBatch(records, 'none')).writtenBy(producer)).toEqual(byKafka);
  });

  test.each(codecs)('has the same records with the compression %s', async (codec) => {
    const written = (await recordBatch(records, codec)).writtenBy(producer);
    const body = written.subarray(61);
    const plain = { none: () => body, gzip: () => gunzipSync(body), zstd: () => zstdDecompressSync(body) }[codec]();
    expect(plain).toEqual(byKafka.subarray(61));
    expect(written.readInt16BE(21)).toBe({ none: 0, gzip: 1, zstd: 4 }[codec]);
    expect(written.readInt32BE(8)).toBe(written.length - 12);
    expect(written.readUInt32BE(17)).toBe(crc32c(written.subarray(21)));
  });
});

test('the checksum is Castagnoli’s', () => {
  // The vectors of RFC 3720, appendix B.4, and the check value that every catalogue of checksums has.
  expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
  expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa);
  expect(crc32c(Buffer.alloc(32, 0xff))).toBe(0x62a8ab43);
});

test.each([
  ['', 681],
  ['a', 524],
  ['ab', 434],
  ['abc', 107],
  ['Prod', 787],
  ['prod-eu-1', 955],
  ['集群', 72],
])('the key "%s" has the partition that Kafka’s own producers choose', (key, partition) => {
  expect(partitionOf(Buffer.from(key), 1000)).toBe(partition);
});
