// Records in a file of their own, on a clock that the test moves.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createManualClock, type ManualClock } from '../platform/index.ts';
import { openRecords, type Records, type RecordsOptions } from './open-records.ts';

export interface TemporaryRecords {
  readonly records: Records;
  readonly clock: ManualClock;
  readonly path: string;
  /** Closes them and opens the same file again. */
  reopen(): Records;
  /** Closes them and removes the file. */
  remove(): Promise<void>;
}

/** Opens records in a new temporary directory. */
export function temporaryRecords(options: Partial<RecordsOptions> = {}): TemporaryRecords {
  const directory = mkdtempSync(path.join(tmpdir(), 'records-'));
  const file = path.join(directory, 'records.db');
  const clock = createManualClock(1_763_661_600_000);
  let records = openRecords({ path: file, clock, ...options });
  return {
    get records() {
      return records;
    },
    clock,
    path: file,
    reopen: () => {
      void records.close();
      records = openRecords({ path: file, clock, ...options });
      return records;
    },
    remove: async () => {
      await records.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
