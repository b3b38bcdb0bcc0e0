// A journal on a simulated disk, for the tests of this room and of those who write into a journal.
import { createManualClock } from '../platform/index.ts';
import type { SimulatedDisk } from '../platform/testkit.ts';
import { openJournal } from './journal.ts';
import type { Corruption, Journal, JournalEntry, JournalOptions, JournalRecord } from './types.ts';

export const journalDirectory = '/data/journal';

/** Opens the journal of a simulated disk. Corruptions are appended to the list. */
export function openOn(
  disk: SimulatedDisk,
  options: Partial<JournalOptions> = {},
  corruptions: Corruption[] = [],
): Promise<Journal> {
  return openJournal({
    directory: journalDirectory,
    files: disk.layer(),
    clock: createManualClock(),
    segmentBytes: 4096,
    limitBytes: 2 ** 30,
    reserveBytes: 0,
    onCorrupt: (corruption) => corruptions.push(corruption),
    ...options,
  });
}

/** An entry of one event whose payload is the text. */
export function entryOf(text: string, fields: Partial<JournalEntry> = {}): JournalEntry {
  return {
    clusterId: 'cluster-1',
    receivedAtMicros: 1_763_661_600_000_000,
    kind: 1,
    flags: 0,
    tag: '',
    eventCount: 1,
    payload: [Buffer.from(text)],
    ...fields,
  };
}

/** All records from the checkpoint on. */
export async function readAll(journal: Journal, from = journal.checkpointPosition()): Promise<JournalRecord[]> {
  const records: JournalRecord[] = [];
  for await (const record of journal.read(from)) records.push(record);
  return records;
}

/** The payloads of all records from the checkpoint on, as texts. */
export async function readTexts(journal: Journal, from?: number): Promise<string[]> {
  return (await readAll(journal, from)).map((record) => record.payload.toString());
}
