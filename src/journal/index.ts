export { openJournal } from './journal.ts';
export type {
  Corruption,
  Journal,
  JournalCounts,
  JournalEntry,
  JournalOptions,
  JournalRecord,
  Pending,
  Position,
  ReadOptions,
} from './types.ts';
