import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mutateEvent } from '../../test/support/mutate-event.ts';
import { recordedLines, recordings } from '../../test/support/recorded.ts';
import { columns } from './columns.ts';
import { BlockWriter, EventReader, IdentityReader, renderEvent, RowReader } from './index.ts';
import { rowsOfBlock } from './testkit.ts';

const receivedAt = 1_763_700_000_123_456;

/** Writes events as a block, reads them back and holds everything that a row says against what was written. */
function roundTrip(events: readonly Uint8Array[]): void {
  const reader = new EventReader();
  const identities = new IdentityReader();
  const writer = new BlockWriter();
  const written = events.map((event) => {
    expect(reader.read(event, 0, event.length, receivedAt)).toBeUndefined();
    writer.write(reader.row, 'cluster-1');
    const { row } = reader;
    return {
      identity: identities.identityOf(row),
      texts: columns.map(({ name }) => (name === 'cluster_id' ? 'cluster-1' : row.text(name))),
      times: [row.time, row.requestReceivedAt, row.receivedAt, row.responseCode, row.layout],
    };
  });
  const rows = new RowReader(rowsOfBlock(writer.finish().bytes));
  for (const [index, expected] of written.entries()) {
    expect(rows.next()).toBe(true);
    const { row } = rows;
    expect(Buffer.from(renderEvent(row)).equals(events[index] ?? Buffer.alloc(0))).toBe(true);
    expect({
      identity: identities.identityOf(row),
      texts: columns.map(({ name }) => row.text(name)),
      times: [row.time, row.requestReceivedAt, row.receivedAt, row.responseCode, row.layout],
    }).toEqual(expected);
  }
  expect(rows.next()).toBe(false);
}

describe('rows', () => {
  test.each(recordings)('of every event of %s come back as they were', (name) => roundTrip(recordedLines(name)));

  test('of odd events come back as they were', () => {
    const lines = recordings.flatMap((name) => recordedLines(name).filter((_, index) => index % 50 === 0));
    const event = fc
      .tuple(fc.nat(lines.length - 1), fc.integer())
      .map(([index, seed]) => mutateEvent(lines[index] ?? Buffer.alloc(0), seed));
    fc.assert(
      fc.property(fc.array(event, { maxLength: 6 }), (events) => roundTrip(events)),
      { numRuns: 400 },
    );
  });

  test('that end in the middle are a bug', () => {
    const reader = new EventReader();
    const event = Buffer.from('{"auditID":"a"}');
    reader.read(event, 0, event.length, receivedAt);
    const writer = new BlockWriter();
    writer.write(reader.row, 'c');
    const rows = new RowReader(rowsOfBlock(writer.finish().bytes).subarray(0, -10));
    expect(() => rows.next()).toThrow('rows end in the middle of a row');
  });
});
