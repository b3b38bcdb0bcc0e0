import path from 'node:path';
import { AppError } from '../base/index.ts';
import {
  createAddressGuard,
  createHttpClient,
  type FileLayer,
  type HttpClient,
  type Logger,
} from '../platform/index.ts';
import type { Records } from '../records/index.ts';
import { readSecretKeys } from './secret-key.ts';
import { openSecrets, type Secrets } from './secrets.ts';

/** What everything needs that is sent out of the server. */
export interface Delivery {
  readonly http: HttpClient;
  readonly secrets: Secrets;
}

export interface DeliveryOptions {
  readonly records: Pick<Records, 'sealedSecrets' | 'transaction'>;
  readonly files: FileLayer;
  /** The data folder. */
  readonly data: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly logger: Logger;
}

/**
 * Opens the secrets and the way out. Throws AppError: `secrets-unreadable`, and `bad-request` where
 * `$WHODUNIT_ALLOW_PRIVATE_DESTINATIONS` lists what is no network.
 */
export async function openDelivery({ records, files, data, environment, logger }: DeliveryOptions): Promise<Delivery> {
  const networks = (environment['WHODUNIT_ALLOW_PRIVATE_DESTINATIONS'] ?? '').split(/[\s,]+/).filter(Boolean);
  const guard = createAddressGuard(networks);
  if ('notANetwork' in guard)
    throw new AppError(
      'bad-request',
      `cannot use $WHODUNIT_ALLOW_PRIVATE_DESTINATIONS: "${guard.notANetwork}" is no network such as 10.0.0.0/8`,
    );
  const keys = await readSecretKeys({ file: path.join(data, 'secret-key'), files, environment, logger });
  return { http: createHttpClient({ guard }), secrets: openSecrets(records, keys) };
}
