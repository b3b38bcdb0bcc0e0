export type {
  AlertCause,
  AlertCauseBounds,
  AlertCauseQuery,
  AlertEvaluation,
  AlertEvaluationOutcome,
  AlertEvaluationQuery,
  AlertGroup,
  AlertGroups,
  AlertInstance,
  AlertMember,
  AlertPolicies,
  AlertProgress,
  AlertRuleToKeep,
  AlertSilence,
  AlertSilences,
  KeptAlertPolicy,
  KeptAlertRule,
  NewAlertEvaluation,
  NewAlertSilence,
} from './alerts/index.ts';
export type { Activity, ActivityLog, ActivityQuery, NewActivity } from './activity.ts';
export type { ApiToken, ApiTokens, NewApiToken } from './api-tokens.ts';
export type { AuditSample, AuditSamples, SampleBasis } from './audit-samples.ts';
export {
  type Case,
  type CaseOwner,
  type CasePin,
  type Cases,
  type NewCasePin,
  type PinnedEvent,
  type PinnedSearch,
} from './cases/index.ts';
export type { Channels, KeptChannel } from './channels.ts';
export {
  type Cluster,
  type ClusterChange,
  type ClusterKind,
  type Clusters,
  type ClusterStatus,
  defaultRetentionDays,
  type DeletedCluster,
} from './clusters.ts';
export type {
  DeadLetter,
  DeadLetterBounds,
  DeadLetterQuery,
  DeadLetters,
  DeadLetterState,
  NewDeadLetter,
} from './dead-letters.ts';
export type { Dashboards, DashboardVersion, KeptDashboard } from './dashboards.ts';
export type {
  Destinations,
  ForwardPlace,
  ForwardReject,
  ForwardRun,
  ForwardRuns,
  ForwardStep,
  KeptDestination,
  NewForwardReject,
} from './forwarding/index.ts';
export { isDiskFull } from './database.ts';
export type { ImportOutcomes } from './import-outcomes.ts';
export type { Inbox, InboxComment, InboxItem, InboxQuery, InboxReader, InboxState, NewInboxItem } from './inbox.ts';
export type { IngestToken, IngestTokens } from './ingest-tokens.ts';
export type { MetricsSource, MetricsSources } from './metrics-sources.ts';
export type { ClusterNote, ClusterNotes, NewClusterNote, NotePeriod } from './cluster-notes.ts';
export type { LegalHold, LegalHolds, NewLegalHold } from './legal-holds.ts';
export { type Records, type RecordsOptions, type Repositories, type Transaction, openRecords } from './open-records.ts';
export type {
  DeliveryAttempt,
  NewOutboxEntry,
  Outbox,
  OutboxChange,
  OutboxEntry,
  OutboxQuery,
  OutboxState,
} from './outbox.ts';
export type { Project, ProjectCount, Projects, QuotaChange } from './projects.ts';
export type { Quota } from './quota.ts';
export type { ReceivedBytes, ReceivedCount } from './received-bytes.ts';
export type { KeptReportSchedule, ReportSchedules } from './report-schedules.ts';
export { type Limits, noLimits, type Role, type TokenRole, tokenRoles } from './role.ts';
export type { NewSavedQuery, SavedQueries, SavedQuery } from './saved-queries.ts';
export type { SealedSecret, SealedSecrets } from './sealed-secrets.ts';
export type { Session, Sessions } from './sessions.ts';
export { type TokenKind, isSameSecret, newToken } from './token.ts';
export type { NewUser, User, UserChange, Users } from './users.ts';
