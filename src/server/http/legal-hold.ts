import { AppError, said } from '../../base/index.ts';
import type { ServerContext } from './context.ts';

/** Throws AppError `conflict` where a cluster is under legal hold: nothing that was received of it is thrown away, stored or not. */
export async function requireNoHold({ records }: Pick<ServerContext, 'records'>, clusterId: string): Promise<void> {
  const [hold] = await records.legalHolds.list(clusterId);
  if (hold)
    throw new AppError('conflict', said`cannot throw events away: their cluster is under legal hold (${hold.reason})`);
}
