import { type Command, Option } from 'commander';
import { type Address, collect, parseAddress, parseBytes, parseUrl } from '../../arguments.ts';
import { formatOption } from '../../format-option.ts';
import { type LogLevel, logLevels } from '../../log-levels.ts';
import { runAgent } from './run-agent.ts';

export interface CollectCommandOptions {
  readonly cluster?: string;
  readonly path?: readonly string[];
  readonly manifest?: readonly string[];
  readonly format: string;
  readonly state: string;
  readonly once?: boolean;
  readonly tokenFile?: string;
  readonly clientCertificate?: string;
  readonly clientKey?: string;
  readonly apiserverMetrics?: URL;
  readonly apiserverMetricsTokenFile?: string;
  readonly apiserverMetricsCa?: string;
  readonly bufferLimit: number;
  readonly metricsListen?: Address;
  readonly logLevel?: LogLevel;
}

/** Adds `collect`. */
export function registerCollect(program: Command): void {
  program
    .command('collect')
    .description('follow the audit logs of a control-plane node and send them, through rotation and restarts')
    .option('--cluster <name>', 'where the events go, by name or id; left out, what the manifest says')
    .addOption(
      new Option(
        '--path <glob...>',
        'logs to follow; a rotation comes with its live file. - is standard input',
      ).argParser(collect),
    )
    .addOption(
      new Option('--manifest <file...>', "kube-apiserver's manifest, which says where its log is").argParser(collect),
    )
    .addOption(formatOption())
    .requiredOption('--state <dir>', 'folder for how far the logs are read; one for each agent')
    .option('--once', 'end when everything that is there is with the server')
    .option('--token-file <file>', 'file of the ingest token, read again when it changes')
    .option('--client-certificate <file>', 'certificate by which the server knows the cluster, in PEM')
    .option('--client-key <file>', 'key of the certificate, in PEM')
    .addOption(
      new Option(
        '--apiserver-metrics <url>',
        "kube-apiserver's metrics, such as https://10.0.0.1:6443/metrics: what it counts is reported, so that the server knows what is missing",
      ).argParser(parseUrl),
    )
    .option('--apiserver-metrics-token-file <file>', 'file of a token that may read them, read again when it changes')
    .option('--apiserver-metrics-ca <file>', "certificate that signs kube-apiserver's, in PEM")
    .addOption(
      new Option('--buffer-limit <bytes>', 'what may be kept on disk: standard input, and deleted logs that are open')
        .default(1024 ** 3, '1GiB')
        .argParser(parseBytes),
    )
    .addOption(
      new Option('--metrics-listen <host:port>', 'answer /metrics, /healthz and /readyz here').argParser(parseAddress),
    )
    .addOption(
      new Option('--log-level <level>', 'what the agent logs')
        .choices(logLevels)
        .default(undefined, 'info; --once: warn'),
    )
    .action(runAgent);
}
