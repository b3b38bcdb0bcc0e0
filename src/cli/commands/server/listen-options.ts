import path from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Address, collect, parseAddress, parseBytes, parseCount } from '../../arguments.ts';
import { wrongUsage } from '../../cli-error.ts';
import { type LogLevel, logLevels } from '../../log-levels.ts';

/** The options that `serve` and `demo` share. */
export interface ListenOptions {
  readonly listen: Address;
  readonly publicUrl?: string;
  readonly allowedHost?: readonly string[];
  readonly metricsListen?: Address;
  readonly metricsPublic?: boolean;
  readonly tls?: 'self-signed';
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly tlsClientCa?: string;
  readonly journalLimit?: number;
  readonly activityRetentionDays?: number;
  readonly activityLimit?: number;
  readonly queryTimeout?: number;
  readonly queryMemory?: number;
  readonly queryRows?: number;
  readonly dashboards?: string;
  readonly cveData?: string;
  readonly timeZone?: string;
  readonly logLevel?: LogLevel;
}

/** Adds the options that `serve` and `demo` share. */
export function addListenOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--listen <host:port>', 'where to listen')
        .default({ host: '127.0.0.1', port: 7480 }, '127.0.0.1:7480')
        .argParser(parseAddress),
    )
    .addOption(
      new Option('--public-url <url>', 'what kube-apiserver calls this server by')
        .default(undefined, 'made of --listen')
        .argParser(parseHttpUrl),
    )
    .addOption(
      new Option(
        '--allowed-host <name>',
        'a further name that the page and the API answer to, such as that of a proxy; may be given again',
      ).argParser(parseHostName),
    )
    .addOption(
      new Option('--metrics-listen <host:port>', 'give metrics here, without a token, besides').argParser(parseAddress),
    )
    .option('--metrics-public', 'give metrics to whoever asks for them, without a token')
    .addOption(
      new Option('--tls <how>', 'make a certificate and its authority, under tls in the data folder').choices([
        'self-signed',
      ]),
    )
    .option('--tls-cert <file>', "the server's certificate, with its intermediates, in PEM")
    .option('--tls-key <file>', 'the key of the certificate, in PEM')
    .option('--tls-client-ca <file>', "authorities, in PEM, that vouch for clusters' client certificates")
    .addOption(
      new Option('--journal-limit <bytes>', 'events that may wait for the store, such as 4GiB')
        .default(undefined, '8GiB')
        .argParser(parseBytes),
    )
    .addOption(
      new Option('--activity-retention-days <n>', 'how long the activity log is kept')
        .default(undefined, '396: thirteen months')
        .argParser(parseCount),
    )
    .addOption(
      new Option('--activity-limit <bytes>', 'how much of the activity log is kept; the oldest of it goes first')
        .default(undefined, '1GiB')
        .argParser(parseBytes),
    )
    .addOption(
      new Option('--query-timeout <seconds>', 'time that a query may take')
        .default(undefined, '55')
        .argParser(parseCount),
    )
    .addOption(
      new Option('--query-memory <bytes>', 'memory of the engine that a query may take, such as 4GiB')
        .default(undefined, '2GiB')
        .argParser(parseBytes),
    )
    .addOption(
      new Option('--query-rows <number>', 'rows that the answer to a statement may have, whatever its LIMIT')
        .default(undefined, '1000000')
        .argParser(parseCount),
    )
    .option('--dashboards <dir>', 'a folder of dashboards, one a YAML file, read at start and whenever it changes')
    .option(
      '--cve-data <file>',
      'a newer vulnerabilities.json than the one that comes along, read again when it changes',
    )
    .addOption(
      new Option('--time-zone <zone>', 'time zone of statements that name none, such as Asia/Shanghai')
        .default(undefined, 'UTC')
        .argParser(parseTimeZone),
    )
    .addOption(
      new Option('--log-level <level>', 'what the server logs')
        .choices(logLevels)
        .default(undefined, 'info; demo: warn'),
    );
}

/** A secret of letters and digits this long is not guessed. */
const shortestAdminToken = 16;

/** What the options ask of the server. Throws CliError (exit 2) where they do not go together. */
export function serverOptions(options: ListenOptions) {
  const { listen, publicUrl, timeZone, logLevel, journalLimit: journalLimitBytes, allowedHost: allowedHosts } = options;
  const { WHODUNIT_ADMIN_TOKEN: adminToken, WHODUNIT_FAILPOINT: failpoint } = process.env;
  if (adminToken && adminToken.length < shortestAdminToken)
    throw wrongUsage(`$WHODUNIT_ADMIN_TOKEN has fewer than ${shortestAdminToken} characters: it would be guessed`);
  const tls = tlsOf(options);
  if (options.tlsClientCa !== undefined && tls === undefined)
    throw wrongUsage('--tls-client-ca needs --tls self-signed, or --tls-cert and --tls-key');
  const tlsClientCa = options.tlsClientCa === undefined ? undefined : path.resolve(options.tlsClientCa);
  const query = { seconds: options.queryTimeout, memoryBytes: options.queryMemory, rows: options.queryRows };
  const activity = { days: options.activityRetentionDays, bytes: options.activityLimit };
  const { metricsListen, metricsPublic } = options;
  const server = { listen, publicUrl, allowedHosts, metricsListen, metricsPublic, adminToken, tls, tlsClientCa };
  const [dashboards, cveData] = [options.dashboards, options.cveData].map((given) =>
    given === undefined ? undefined : path.resolve(given),
  );
  return { ...server, dashboards, cveData, timeZone, logLevel, journalLimitBytes, activity, query, failpoint };
}

function tlsOf({ tls, tlsCert, tlsKey }: ListenOptions) {
  if (tlsCert === undefined && tlsKey === undefined) return tls === undefined ? undefined : { kind: tls };
  if (tls !== undefined) throw wrongUsage('--tls self-signed does not go together with --tls-cert and --tls-key');
  if (tlsCert === undefined || tlsKey === undefined) throw wrongUsage('--tls-cert and --tls-key need each other');
  return { kind: 'files' as const, cert: path.resolve(tlsCert), key: path.resolve(tlsKey) };
}

function parseHostName(text: string, before: readonly string[] = []): readonly string[] {
  if (!/^[\w.-]{1,253}$/.test(text)) throw new InvalidArgumentError('expected a host name, such as audit.example.');
  return collect(text, before);
}

function parseHttpUrl(text: string): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) throw new InvalidArgumentError('expected an http or https URL.');
  return url.href.replace(/\/$/, '');
}

function parseTimeZone(text: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    throw new InvalidArgumentError('expected the name of a time zone, such as Asia/Shanghai or UTC.');
  }
}
