import type { DatabaseSync } from 'node:sqlite';
import { invariant } from '../base/index.ts';
import type { Clock } from '../platform/index.ts';
import { createActivityLog, type ActivityLog } from './activity.ts';
import { startActivityThread } from './activity-thread.ts';
import type { ActivityBounds } from './activity-writer.ts';
import {
  type AlertCauses,
  type AlertEvaluations,
  type AlertGroups,
  type AlertInstances,
  type AlertPolicies,
  type AlertProgresses,
  type AlertRules,
  type AlertSilences,
  createAlertCauses,
  createAlertEvaluations,
  createAlertGroups,
  createAlertInstances,
  createAlertPolicies,
  createAlertProgresses,
  createAlertRules,
  createAlertSilences,
} from './alerts/index.ts';
import { createApiTokens, type ApiTokens } from './api-tokens.ts';
import { createAuditSamples, type AuditSamples } from './audit-samples.ts';
import { type Cases, createCases } from './cases/index.ts';
import { createChannels, type Channels } from './channels.ts';
import { type ClusterNotes, createClusterNotes } from './cluster-notes.ts';
import { createClusters, type Clusters } from './clusters.ts';
import { type DatabaseOptions, openDatabase, transaction } from './database.ts';
import { createDashboards, type Dashboards } from './dashboards.ts';
import { createDeadLetters, type DeadLetterBounds, type DeadLetters } from './dead-letters.ts';
import { createFleets, type Fleets } from './fleets.ts';
import {
  createDestinations,
  createForwardRejects,
  createForwardRuns,
  type Destinations,
  type ForwardRejects,
  type ForwardRuns,
} from './forwarding/index.ts';
import { createImportOutcomes, type ImportOutcomes } from './import-outcomes.ts';
import { createInbox, type Inbox } from './inbox.ts';
import { createIngestTokens, type IngestTokens } from './ingest-tokens.ts';
import { createLegalHolds, type LegalHolds } from './legal-holds.ts';
import { createMetricsSources, type MetricsSources } from './metrics-sources.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import { createProjects, type Projects } from './projects.ts';
import { createQuotaGate } from './quota.ts';
import { createReceivedBytes, type ReceivedBytes } from './received-bytes.ts';
import { createReportSchedules, type ReportSchedules } from './report-schedules.ts';
import { createSavedQueries, type SavedQueries } from './saved-queries.ts';
import { createSealedSecrets, type SealedSecrets } from './sealed-secrets.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { asynchronous, type Synchronous } from './synchronous.ts';
import { createUsers, type Users } from './users.ts';

/** What is kept, by kind. A change is on disk when its promise resolves. */
export interface Repositories {
  readonly projects: Projects;
  readonly clusters: Clusters;
  readonly legalHolds: LegalHolds;
  readonly clusterNotes: ClusterNotes;
  readonly receivedBytes: ReceivedBytes;
  readonly ingestTokens: IngestTokens;
  readonly users: Users;
  readonly apiTokens: ApiTokens;
  readonly sessions: Sessions;
  readonly deadLetters: DeadLetters;
  readonly savedQueries: SavedQueries;
  readonly cases: Cases;
  readonly importOutcomes: ImportOutcomes;
  readonly sealedSecrets: SealedSecrets;
  readonly dashboards: Dashboards;
  readonly alertRules: AlertRules;
  readonly alertProgress: AlertProgresses;
  readonly alertInstances: AlertInstances;
  readonly alertCauses: AlertCauses;
  readonly alertEvaluations: AlertEvaluations;
  readonly channels: Channels;
  readonly outbox: Outbox;
  readonly destinations: Destinations;
  readonly forwardRuns: ForwardRuns;
  readonly forwardRejects: ForwardRejects;
  readonly inbox: Inbox;
  readonly alertPolicies: AlertPolicies;
  readonly alertGroups: AlertGroups;
  readonly alertSilences: AlertSilences;
  readonly reportSchedules: ReportSchedules;
  readonly metricsSources: MetricsSources;
  readonly auditSamples: AuditSamples;
  readonly fleets: Fleets;
}

/** What a change of several repositories hands to those who take part in it. */
export type Transaction = { readonly [Name in keyof Repositories]: Synchronous<Repositories[Name]> };

/** The small mutable records of a server. */
export interface Records extends Repositories {
  readonly activity: ActivityLog;
  /**
   * Changes several repositories as a whole or not at all: it is on disk when this returns, and nothing of it is when it throws.
   * The change is synchronous, so nothing else runs in between; one within another is a bug.
   */
  transaction<T>(change: (repositories: Transaction) => T): T;
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
  const repositories = createRepositories(database, clock, deadLetters);
  const { days = defaultActivity.days, bytes = defaultActivity.bytes } = bounds;
  const groups = startActivityThread({ path, bounds: { days, bytes } });
  const activity = createActivityLog(database, groups, clock);
  return {
    projects: asynchronous<Projects>(repositories.projects),
    clusters: asynchronous<Clusters>(repositories.clusters),
    legalHolds: asynchronous<LegalHolds>(repositories.legalHolds),
    clusterNotes: asynchronous<ClusterNotes>(repositories.clusterNotes),
    receivedBytes: asynchronous<ReceivedBytes>(repositories.receivedBytes),
    ingestTokens: asynchronous<IngestTokens>(repositories.ingestTokens),
    users: asynchronous<Users>(repositories.users),
    apiTokens: asynchronous<ApiTokens>(repositories.apiTokens),
    sessions: asynchronous<Sessions>(repositories.sessions),
    deadLetters: asynchronous<DeadLetters>(repositories.deadLetters),
    savedQueries: asynchronous<SavedQueries>(repositories.savedQueries),
    cases: asynchronous<Cases>(repositories.cases),
    importOutcomes: asynchronous<ImportOutcomes>(repositories.importOutcomes),
    sealedSecrets: asynchronous<SealedSecrets>(repositories.sealedSecrets),
    dashboards: asynchronous<Dashboards>(repositories.dashboards),
    alertRules: asynchronous<AlertRules>(repositories.alertRules),
    alertProgress: asynchronous<AlertProgresses>(repositories.alertProgress),
    alertInstances: asynchronous<AlertInstances>(repositories.alertInstances),
    alertCauses: asynchronous<AlertCauses>(repositories.alertCauses),
    alertEvaluations: asynchronous<AlertEvaluations>(repositories.alertEvaluations),
    channels: asynchronous<Channels>(repositories.channels),
    outbox: asynchronous<Outbox>(repositories.outbox),
    destinations: asynchronous<Destinations>(repositories.destinations),
    forwardRuns: asynchronous<ForwardRuns>(repositories.forwardRuns),
    forwardRejects: asynchronous<ForwardRejects>(repositories.forwardRejects),
    inbox: asynchronous<Inbox>(repositories.inbox),
    alertPolicies: asynchronous<AlertPolicies>(repositories.alertPolicies),
    alertGroups: asynchronous<AlertGroups>(repositories.alertGroups),
    alertSilences: asynchronous<AlertSilences>(repositories.alertSilences),
    reportSchedules: asynchronous<ReportSchedules>(repositories.reportSchedules),
    metricsSources: asynchronous<MetricsSources>(repositories.metricsSources),
    auditSamples: asynchronous<AuditSamples>(repositories.auditSamples),
    fleets: asynchronous<Fleets>(repositories.fleets),
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

function createRepositories(database: DatabaseSync, clock: Clock, deadLetters: DeadLetterBounds): Transaction {
  const gate = createQuotaGate(database, clock);
  const forwardRejects = createForwardRejects(database, clock);
  return {
    projects: createProjects(database, clock, gate),
    clusters: createClusters(database, clock, gate),
    legalHolds: createLegalHolds(database, clock),
    clusterNotes: createClusterNotes(database, clock),
    receivedBytes: createReceivedBytes(database),
    ingestTokens: createIngestTokens(database, clock),
    users: createUsers(database, clock),
    apiTokens: createApiTokens(database, clock),
    sessions: createSessions(database, clock),
    deadLetters: createDeadLetters(database, clock, deadLetters),
    savedQueries: createSavedQueries(database, clock),
    cases: createCases(database, clock),
    importOutcomes: createImportOutcomes(database, clock),
    sealedSecrets: createSealedSecrets(database, clock),
    dashboards: createDashboards(database, clock, gate),
    alertRules: createAlertRules(database, clock),
    alertProgress: createAlertProgresses(database),
    alertInstances: createAlertInstances(database),
    alertCauses: createAlertCauses(database),
    alertEvaluations: createAlertEvaluations(database),
    channels: createChannels(database, clock),
    outbox: createOutbox(database, clock),
    destinations: createDestinations(database, clock),
    forwardRuns: createForwardRuns(database, clock, forwardRejects),
    forwardRejects,
    inbox: createInbox(database, clock),
    alertPolicies: createAlertPolicies(database, clock),
    alertGroups: createAlertGroups(database),
    alertSilences: createAlertSilences(database, clock),
    reportSchedules: createReportSchedules(database, clock),
    metricsSources: createMetricsSources(database),
    auditSamples: createAuditSamples(database),
    fleets: createFleets(database),
  };
}
