import type { Clock } from '../base/index.ts';

/** What `serve` is told. */
export interface ServeOptions {
  readonly listen: { readonly host: string; readonly port: number };
  /** State of the server. */
  readonly data: string;
  /** A ClickHouse to use instead of the engine that comes along, with its credentials in the URL. */
  readonly clickhouseUrl?: string | undefined;
  readonly tls?:
    | { readonly kind: 'self-signed' }
    | { readonly kind: 'files'; readonly cert: string; readonly key: string }
    | undefined;
  /** A file of authorities in PEM whose client certificates the webhook takes for a cluster's; with TLS only. */
  readonly tlsClientCa?: string | undefined;
  /** Bytes that may wait in the journal. */
  readonly journalLimitBytes?: number | undefined;
  /** How much of the activity log is kept, where an operator says so. */
  readonly activity?: { readonly days?: number | undefined; readonly bytes?: number | undefined };
  /** What a query may take, where an operator says so. */
  readonly query?: {
    readonly seconds?: number | undefined;
    readonly memoryBytes?: number | undefined;
    readonly rows?: number | undefined;
  };
  /** A folder of dashboards, beside those that come with the product. */
  readonly dashboards?: string | undefined;
  /** A newer file of CVE data than comes with the product. */
  readonly cveData?: string | undefined;
  /** IANA name. */
  readonly timeZone?: string | undefined;
  /** What kube-apiserver calls this server by; made of `listen` where left out. */
  readonly publicUrl?: string | undefined;
  /** Names that the page and the API answer to, beside that of `publicUrl`, loopback names and addresses. */
  readonly allowedHosts?: readonly string[] | undefined;
  /** Where metrics are given without a token, beside the server. */
  readonly metricsListen?: { readonly host: string; readonly port: number } | undefined;
  /** The server gives metrics without a token. */
  readonly metricsPublic?: boolean | undefined;
  /** An API token with the admin role, from the environment. */
  readonly adminToken?: string | undefined;
  /** The password that is printed may be kept: the server and its data are gone with the process. */
  readonly isTemporary?: boolean | undefined;
  readonly logLevel?: 'debug' | 'info' | 'warn' | 'error' | 'silent' | undefined;
  /** Takes the power away at a named step, for crash tests: `WHODUNIT_FAILPOINT`. */
  readonly failpoint?: string | undefined;
  /** Another clock than the machine's, for tests that move the time. */
  readonly clock?: Clock | undefined;
}
