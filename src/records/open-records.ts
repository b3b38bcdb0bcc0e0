import { invariant } from '../base/index.ts';
import type { Clock } from '../platform/index.ts';
import { createActivityLog, type ActivityLog } from './activity.ts';
import { startActivityThread } from './activity-thread.ts';
import type { ActivityBounds } from './activity-writer.ts';
import { createApiTokens, type ApiTokens } from './api-tokens.ts';
import { createClusters, type Clusters } from './clusters.ts';
import { type DatabaseOptions, openDatabase, transaction } from './database.ts';
import { createDashboards, type Dashboards } from './dashboards.ts';
import { createDeadLetters, type DeadLetterBounds, type DeadLetters } from './dead-letters.ts';
import { createImportOutcomes, type ImportOutcomes } from './import-outcomes.ts';
import { createIngestTokens, type IngestTokens } from './ingest-tokens.ts';
import { createSavedQueries, type SavedQueries } from './saved-queries.ts';
import { createSealedSecrets, type SealedSecrets } from './sealed-secrets.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { asynchronous, type Synchronous } from './synchronous.ts';
import { createUsers, type Users } from './users.ts';

/** What is kept, by kind. A change is on disk when its promise resolves. */
export interface Repositories {
  readonly clusters: Clusters;
  readonly ingestTokens: IngestTokens;
  readonly users: Users;
  readonly apiTokens: ApiTokens;
  readonly sessions: Sessions;
  readonly deadLetters: DeadLetters;
  readonly savedQueries: SavedQueries;
  readonly importOutcomes: ImportOutcomes;
  readonly sealedSecrets: SealedSecrets;
  readonly dashboards: Dashboards;
}

type SynchronousRepositories = { readonly [Name in keyof Repositories]: Synchronous<Repositories[Name]> };

/** The small mutable records of a server. */
export interface Records extends Repositories {
  readonly activity: ActivityLog;
  /**
   * Changes several repositories as a whole or not at all: it is on disk when this returns, and nothing of it is when it throws.
   * The change is synchronous, so nothing else runs in between; one within another is a bug.
   */
  transaction<T>(change: (repositories: SynchronousRepositories) => T): T;
  /** Resolves when the activity log is written, and everything is closed. */
  close(): Promise<void>;
}

export interface RecordsOptions extends DatabaseOptions {
  readonly clock: Clock;
  readonly deadLetters?: DeadLetterBounds | undefined;
  readonly activity?: { readonly [Name in keyof ActivityBounds]?: ActivityBounds[Name] | undefined } | undefined;
}

const defaultBounds: DeadLetterBounds = { count: 100_000, bytes: 2 ** 30 };

/** Thirteen months: a year and the month in which somebody looks back at it. */
const defaultActivity: ActivityBounds = { days: 396, bytes: 2 ** 30 };

/** Opens the records. Throws AppError as `openDatabase` does. */
export function openRecords({
  path,
  beside,
  clock,
  deadLetters = defaultBounds,
  activity: bounds = {},
}: RecordsOptions): Records {
  const database = openDatabase({ path, beside });
  const repositories: SynchronousRepositories = {
    clusters: createClusters(database, clock),
    ingestTokens: createIngestTokens(database, clock),
    users: createUsers(database, clock),
    apiTokens: createApiTokens(database, clock),
    sessions: createSessions(database, clock),
    deadLetters: createDeadLetters(database, clock, deadLetters),
    savedQueries: createSavedQueries(database, clock),
    importOutcomes: createImportOutcomes(database, clock),
    sealedSecrets: createSealedSecrets(database, clock),
    dashboards: createDashboards(database, clock),
  };
  const { days = defaultActivity.days, bytes = defaultActivity.bytes } = bounds;
  const groups = startActivityThread({ path, bounds: { days, bytes } });
  const activity = createActivityLog(database, groups, clock);
  return {
    clusters: asynchronous<Clusters>(repositories.clusters),
    ingestTokens: asynchronous<IngestTokens>(repositories.ingestTokens),
    users: asynchronous<Users>(repositories.users),
    apiTokens: asynchronous<ApiTokens>(repositories.apiTokens),
    sessions: asynchronous<Sessions>(repositories.sessions),
    deadLetters: asynchronous<DeadLetters>(repositories.deadLetters),
    savedQueries: asynchronous<SavedQueries>(repositories.savedQueries),
    importOutcomes: asynchronous<ImportOutcomes>(repositories.importOutcomes),
    sealedSecrets: asynchronous<SealedSecrets>(repositories.sealedSecrets),
    dashboards: asynchronous<Dashboards>(repositories.dashboards),
    activity,
    transaction: (change) => {
      invariant(!database.isTransaction, 'a transaction is not begun within another');
      return transaction(database, () => {
        const result = change(repositories);
        invariant(!(result instanceof Promise), 'a transaction is synchronous');
        return result;
      });
    },
    close: async () => {
      await activity.close();
      database.close();
    },
  };
}
