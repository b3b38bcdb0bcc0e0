import type { Clock } from '../platform/index.ts';
import { createActivityLog, type ActivityLog } from './activity.ts';
import { createApiTokens, type ApiTokens } from './api-tokens.ts';
import { createClusters, type Clusters } from './clusters.ts';
import { openDatabase } from './database.ts';
import { createDeadLetters, type DeadLetterBounds, type DeadLetters } from './dead-letters.ts';
import { createImportOutcomes, type ImportOutcomes } from './import-outcomes.ts';
import { createIngestTokens, type IngestTokens } from './ingest-tokens.ts';
import { createSavedQueries, type SavedQueries } from './saved-queries.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { createSettings, type Settings } from './settings.ts';
import { createUsers, type Users } from './users.ts';

/** The small mutable records of a server. A change is on disk when its promise resolves. */
export interface Records {
  readonly clusters: Clusters;
  readonly ingestTokens: IngestTokens;
  readonly users: Users;
  readonly apiTokens: ApiTokens;
  readonly sessions: Sessions;
  readonly deadLetters: DeadLetters;
  readonly savedQueries: SavedQueries;
  readonly importOutcomes: ImportOutcomes;
  readonly activity: ActivityLog;
  readonly settings: Settings;
  close(): void;
}

export interface RecordsOptions {
  /** The database file, made when missing. */
  readonly path: string;
  readonly clock: Clock;
  readonly deadLetters?: DeadLetterBounds | undefined;
}

const defaultBounds: DeadLetterBounds = { count: 100_000, bytes: 2 ** 30, keep: 'oldest' };

/** Opens the records. Throws AppError `conflict` for a file that a newer release wrote. */
export function openRecords({ path, clock, deadLetters = defaultBounds }: RecordsOptions): Records {
  const database = openDatabase(path);
  return {
    clusters: createClusters(database, clock),
    ingestTokens: createIngestTokens(database, clock),
    users: createUsers(database, clock),
    apiTokens: createApiTokens(database, clock),
    sessions: createSessions(database, clock),
    deadLetters: createDeadLetters(database, clock, deadLetters),
    savedQueries: createSavedQueries(database, clock),
    importOutcomes: createImportOutcomes(database, clock),
    activity: createActivityLog(database, clock),
    settings: createSettings(database),
    close: () => database.close(),
  };
}
