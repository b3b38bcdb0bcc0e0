import type { Analysis } from '../../analysis/index.ts';
import type { Indexer, Quarantine, Receiver, RefusalWatch } from '../../ingest/index.ts';
import type { Journal } from '../../journal/index.ts';
import type { Clock, Logger, Registry } from '../../platform/index.ts';
import type { Records } from '../../records/index.ts';
import type { Reports } from '../../report/index.ts';
import type { Integrity } from '../../store/index.ts';
import type { EventStream } from '../../stream/index.ts';
import type { Authenticator } from '../auth/index.ts';
import type { PasswordHasher } from '../auth/index.ts';
import type { SignIn } from '../auth/index.ts';
import type { IngestMetrics } from './metrics.ts';

/** What the routes work with. Everything is owned, and closed, by the composition root. */
export interface ServerContext {
  readonly version: string;
  readonly records: Records;
  readonly authenticator: Authenticator;
  readonly signIn: SignIn;
  readonly hasher: PasswordHasher;
  readonly journal: Journal;
  readonly receiver: Receiver;
  readonly quarantine: Quarantine;
  readonly refusal: RefusalWatch;
  readonly indexer: Indexer;
  readonly stream: EventStream;
  readonly analysis: Analysis;
  readonly reports: Reports;
  /** Has events removed that are to be removed by now, such as those of a cluster that was just deleted. Nobody waits for it. */
  removeDueEvents(): void;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly registry: Registry;
  readonly metrics: IngestMetrics;
  readonly engine: { isReady(): boolean; restarts(): number };
  readonly integrity: Pick<Integrity, 'losses'>;
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
