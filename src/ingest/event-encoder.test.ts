import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { RowReader } from '../audit/index.ts';
import { rowsOfBlock } from '../audit/testkit.ts';
import { mutateEvent } from '../../test/support/mutate-event.ts';
import { recordedLines, recordings } from '../../test/support/recorded.ts';
import { type EncodedEvents, EventEncoder } from './event-encoder.ts';

const lines = recordings.flatMap((name) => recordedLines(name).filter((_, index) => index % 20 === 0));

/** All that is known of the events, with their rows one by one: a dictionary may hold its values in another order. */
function contents({ block, identities, fromMicros, toMicros }: EncodedEvents, auditIds: Uint8Array) {
  const rows = new RowReader(rowsOfBlock(block.bytes));
  const clusters: string[] = [];
  while (rows.next()) clusters.push(rows.row.text('cluster_id'));
  const events = clusters.map((_, index) => [identities.textAt(index), identities.isTruncatedAt(index)]);
  return { rows: rowsOfBlock(block.bytes).toString('latin1'), clusters, events, fromMicros, toMicros, auditIds };
}

test('events that were read record by record are together what they are when they are read at once', () => {
  const event = fc.tuple(fc.nat(lines.length - 1), fc.integer());
  const records = fc.array(fc.tuple(fc.constantFrom('one', 'two'), fc.array(event, { maxLength: 8 })), {
    maxLength: 6,
  });
  const [atOnce, each, together] = [new EventEncoder(), new EventEncoder(), new EventEncoder()];
  fc.assert(
    fc.property(records, (given) => {
      atOnce.reset();
      together.reset();
      for (const [index, [clusterId, events]] of given.entries()) {
        const origin = { clusterId, receivedAtMicros: 1_763_700_000_000_000 + index };
        each.reset();
        for (const [line, seed] of events) {
          const bytes = mutateEvent(lines[line] ?? Buffer.alloc(0), seed);
          atOnce.read(bytes, 0, bytes.length, origin);
          each.read(bytes, 0, bytes.length, origin);
        }
        together.append(each.finish());
      }
      expect(contents(together.finish(), together.auditIds())).toEqual(contents(atOnce.finish(), atOnce.auditIds()));
    }),
    { numRuns: 300 },
  );
});
