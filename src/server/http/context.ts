import type { Alerts, Policies, Silences, RuleTestOutcome } from '../../alert/index.ts';
import type { Analysis } from '../../analysis/index.ts';
import type { Delivery } from '../../delivery/index.ts';
import type { Forwarding } from '../../forward/index.ts';
import type { DailyIntake, Indexer, Quarantine, Receiver, RefusalWatch } from '../../ingest/index.ts';
import type { Journal } from '../../journal/index.ts';
import type { Monitor } from '../../monitor/index.ts';
import type { Clock, Logger, Registry } from '../../platform/index.ts';
import type { LegalHold, NewLegalHold, Records } from '../../records/index.ts';
import type { AlertRule } from '../../rules/index.ts';
import type { Reports, ReportSchedules } from '../../report/index.ts';
import type { Integrity, StorageMeter } from '../../store/index.ts';
import type { EventStream } from '../../stream/index.ts';
import type { Authenticator } from '../auth/index.ts';
import type { PasswordHasher } from '../auth/index.ts';
import type { SignIn } from '../auth/index.ts';
import type { Arrivals } from './arrivals.ts';
import type { IngestMetrics } from './metrics.ts';

/** What the routes work with. Everything is owned, and closed, by the composition root. */
export interface ServerContext {
  readonly version: string;
  readonly records: Records;
  readonly delivery: Delivery;
  readonly forwarding: Forwarding;
  readonly authenticator: Authenticator;
  readonly signIn: SignIn;
  readonly hasher: PasswordHasher;
  readonly journal: Journal;
  readonly receiver: Receiver;
  readonly intake: DailyIntake;
  readonly arrivals: Arrivals;
  readonly quarantine: Quarantine;
  readonly refusal: RefusalWatch;
  readonly indexer: Indexer;
  readonly stream: EventStream;
  readonly analysis: Analysis;
  readonly reports: Reports;
  readonly alerts: Alerts;
  /** Runs the tests that rules carry, in an engine of their own: for one caller at a time. Throws AppError `too-many-requests`. */
  testRules(rules: readonly AlertRule[], who: { readonly signal: AbortSignal }): Promise<readonly RuleTestOutcome[]>;
  /** Who is told of alerts. */
  readonly policies: Policies;
  readonly silences: Silences;
  readonly reportSchedules: ReportSchedules;
  /** Has events removed that are to be removed by now, such as those of a cluster that was just deleted. Nobody waits for it. */
  removeDueEvents(): void;
  /** Places a legal hold while nothing is being removed. Throws as the records do. */
  placeHold(hold: NewLegalHold): Promise<LegalHold>;
  /** How well audit comes in. */
  readonly monitor: Pick<Monitor, 'completeness' | 'apiServers' | 'listSources' | 'metricsSources' | 'agentReported'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly registry: Registry;
  readonly metrics: IngestMetrics;
  readonly engine: { isReady(): boolean; restarts(): number };
  readonly integrity: Pick<Integrity, 'losses'>;
  readonly storage: StorageMeter & {
    /** On the disk of the store; undefined where that is elsewhere. */
    freeBytes(): Promise<number | undefined>;
  };
  /** IANA name of the zone of statements that name none. */
  readonly timeZone: string;
  /** Where kube-apiserver reaches this server, such as `https://audit.example:7480`. */
  readonly publicUrl: () => string;
  /** Names that the page and the API answer to, beside that of `publicUrl`, loopback names and addresses. */
  readonly allowedHosts: readonly string[];
  /** Whether metrics are given to whoever asks. */
  readonly areMetricsPublic: boolean;
  /** PEM of the certificate authority of a self-signed server. */
  readonly caCertificate: string | undefined;
  /** Folder of the built page; undefined where there is none. */
  readonly pageDirectory: string | undefined;
}
