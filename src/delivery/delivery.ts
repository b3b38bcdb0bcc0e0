import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { AppError, pageAddress, said } from '../base/index.ts';
import {
  type Clock,
  type Connector,
  createAddressGuard,
  createConnector,
  createHttpClient,
  type FileLayer,
  type HttpClient,
  type Logger,
  type Registry,
} from '../platform/index.ts';
import type { Records } from '../records/index.ts';
import type { Outcome } from './channel.ts';
import { attempt } from './dispatch/attempt.ts';
import { startDispatcher } from './dispatch/dispatcher.ts';
import type { ChannelFailure } from './dispatch/pace.ts';
import { createKeptChannels, type KeptChannels } from './kept-channels.ts';
import { createDeliveryMetrics } from './metrics.ts';
import { readSecretKeys } from './secret-key.ts';
import { openSecrets, type Secrets } from './secrets.ts';
import { testMessage } from './test-message.ts';

/** What everything needs that is sent out of the server. */
export interface Delivery {
  readonly http: HttpClient;
  /** For protocols other than HTTP. */
  readonly connector: Connector;
  readonly secrets: Secrets;
  readonly channels: KeptChannels;
  /** To be called after a transaction that has put something into the outbox, or a change of a channel: what is due is sent. */
  wake(): void;
  /** Channels of whose last tries none went well, by name. */
  failures(): ReadonlyMap<string, ChannelFailure>;
  /** Sends a test message now, and says what the other side answered. Throws AppError `not-found`. */
  test(channel: string): Promise<Outcome>;
  /** Resolves when nothing is sent any more: the calls under way are waited for. */
  close(): Promise<void>;
}

export interface DeliveryOptions {
  readonly records: Pick<Records, 'sealedSecrets' | 'channels' | 'outbox' | 'inbox' | 'transaction'>;
  readonly files: FileLayer;
  /** The data folder. */
  readonly data: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly registry: Registry;
  readonly logger: Logger;
  /** Where people reach the page: for links in messages. */
  readonly publicUrl: () => string;
  /** Whether the server does what it is there for: heartbeats say so. */
  readonly isWorking: () => boolean;
  /** As `Math.random`; for tests. */
  readonly random?: () => number;
}

/**
 * Opens the secrets and the way out, and begins to send what waits. Throws AppError: `secrets-unreadable`, and `bad-request` where
 * `$WHODUNIT_ALLOW_PRIVATE_DESTINATIONS` lists what is no network.
 */
export async function openDelivery(options: DeliveryOptions): Promise<Delivery> {
  const { records, files, data, environment, clock, logger, isWorking, random = Math.random } = options;
  const networks = (environment['WHODUNIT_ALLOW_PRIVATE_DESTINATIONS'] ?? '').split(/[\s,]+/).filter(Boolean);
  const guard = createAddressGuard(networks);
  if ('notANetwork' in guard)
    throw new AppError(
      'bad-request',
      said`cannot use $WHODUNIT_ALLOW_PRIVATE_DESTINATIONS: "${guard.notANetwork}" is no network such as 10.0.0.0/8`,
    );
  const keys = await readSecretKeys({ file: path.join(data, 'secret-key'), files, environment, logger });
  const secrets = openSecrets(records, keys);
  const channels = createKeptChannels({ records, secrets });
  const out = { http: createHttpClient({ guard }), connector: createConnector({ guard }), clock };
  const { onOutcome } = createDeliveryMetrics(options.registry, records);
  const inboxUrl = (): string => pageAddress.inbox(options.publicUrl());
  const dispatcher = startDispatcher({ ...out, records, channels, logger, random, onOutcome, inboxUrl, isWorking });
  return {
    http: out.http,
    connector: out.connector,
    secrets,
    channels,
    wake: () => dispatcher.wake(),
    failures: () => dispatcher.failures(),
    test: async (channel) => {
      const opened = await channels.open(channel);
      if (!opened.ok) throw new AppError('not-found', said`cannot test channel "${channel}": ${opened.reason}`);
      const { language, limits } = opened.value;
      const message = testMessage(channel, language, clock.now());
      const key = `test-${randomUUID()}`;
      return attempt(out, opened.value, { message, key, bytes: limits.bytes });
    },
    close: () => dispatcher.close(),
  };
}
