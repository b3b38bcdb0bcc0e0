export type { Activity, ActivityLog, ActivityQuery, NewActivity } from './activity.ts';
export type { ApiToken, ApiTokens, NewApiToken } from './api-tokens.ts';
export type { Cluster, ClusterChange, Clusters, ClusterStatus, DeletedCluster } from './clusters.ts';
export type {
  DeadLetter,
  DeadLetterBounds,
  DeadLetterQuery,
  DeadLetters,
  DeadLetterState,
  NewDeadLetter,
} from './dead-letters.ts';
export type { Dashboards, DashboardVersion, KeptDashboard } from './dashboards.ts';
export { isDiskFull } from './database.ts';
export type { ImportOutcomes } from './import-outcomes.ts';
export type { IngestToken, IngestTokens } from './ingest-tokens.ts';
export { type Records, type RecordsOptions, type Repositories, openRecords } from './open-records.ts';
export { type Limits, type Role, type TokenRole, tokenRoles } from './role.ts';
export type { NewSavedQuery, SavedQueries, SavedQuery } from './saved-queries.ts';
export type { SealedSecret, SealedSecrets } from './sealed-secrets.ts';
export type { Session, Sessions } from './sessions.ts';
export { type TokenKind, isSameSecret, newToken } from './token.ts';
export type { NewUser, User, UserChange, Users } from './users.ts';
