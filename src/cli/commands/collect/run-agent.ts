import path from 'node:path';
import type { Command } from 'commander';
import { AppError } from '../../../base/index.ts';
import {
  Collector,
  createCredentialStore,
  createServerClient,
  machineOf,
  openStateFolder,
  SendFailure,
  startStatusServer,
  type StatusServer,
} from '../../../collect/index.ts';
import {
  createLogger,
  createMetrics,
  exitOnSignals,
  isLoopback,
  realFiles,
  type Registry,
  systemClock,
} from '../../../platform/index.ts';
import { clusterPath } from '../../api/named-path.ts';
import { serverUrl } from '../../api/connect.ts';
import type { Address } from '../../arguments.ts';
import { CliError, unreachable } from '../../cli-error.ts';
import { commonOptions, outputOf } from '../../common-options.ts';
import { exitCodes } from '../../exit-codes.ts';
import { credentialSources } from './credential-sources.ts';
import type { CollectCommandOptions } from './index.ts';
import { metricsReader } from './metrics-reader.ts';
import { findTarget } from './target.ts';

/** Runs the agent to its end. */
export async function runAgent(options: CollectCommandOptions, command: Command): Promise<void> {
  const common = commonOptions(command);
  const { once = false, bufferLimit } = options;
  const logger = createLogger(options.logLevel ?? (once ? 'warn' : 'info'));
  const server = serverUrl(common.server);
  const { cluster, patterns, manifests, readsInput } = await findTarget(options);
  const clusterAt = clusterPath(cluster, 'ingest/v1/clusters');
  const credentials = createCredentialStore(await credentialSources({ ...common, ...options }, server));
  const apiServer = await metricsReader(options);
  if (server.protocol === 'http:' && !isLoopback(server.hostname))
    logger.warn({ server: server.href }, 'the token goes over plain http: anybody on the way can read it');
  const state = await openState(options.state);
  const client = createServerClient({ server, credentials });
  const registry = createMetrics();
  const collector = new Collector({
    state,
    patterns,
    manifests,
    format: options.format,
    input: readsInput ? process.stdin : undefined,
    once,
    bufferLimit,
    client,
    ingestPath: `${clusterAt}/audit`,
    reportPath: `${clusterAt}/agent`,
    apiServer,
    clock: systemClock,
    monotonicMs: () => performance.now(),
    logger,
    registry,
  });
  const forget = exitOnSignals(() => collector.stop());
  let status: StatusServer | undefined;
  try {
    if (options.metricsListen) {
      status = await startStatus(options.metricsListen, registry, collector);
      logger.info({ address: status.address }, 'metrics, health and readiness are answered');
    }
    logger.info({ server: server.href, cluster, patterns, manifests }, 'collecting');
    const totals = await collector.run();
    if (once) outputOf(command).text(`${JSON.stringify(totals)}\n`);
    if (once && totals.losses > 0) process.exitCode = exitCodes.wrongInput;
  } catch (error) {
    if (!(error instanceof SendFailure)) throw error;
    throw new CliError(error.mayPass ? exitCodes.unreachable : exitCodes.wrongInput, error.message, { cause: error });
  } finally {
    forget();
    client.close();
    state.close();
    await status?.close();
    if (readsInput) process.stdin.destroy();
  }
}

async function openState(directory: string): ReturnType<typeof openStateFolder> {
  try {
    return await openStateFolder(path.resolve(directory), { files: realFiles, machine: await machineOf() });
  } catch (error) {
    throw error instanceof AppError ? error : unreachable(`cannot use "${directory}" for the state`, error);
  }
}

async function startStatus(address: Address, registry: Registry, collector: Collector): Promise<StatusServer> {
  const [whyStuck, whyNotReady] = [() => collector.whyStuck(), () => collector.whyNotReady()];
  try {
    return await startStatusServer({ address, registry, whyStuck, whyNotReady });
  } catch (error) {
    throw unreachable(`cannot listen at ${address.host}:${address.port}`, error);
  }
}
