import type { Analysis } from '../../analysis/index.ts';
import { AppError } from '../../base/index.ts';
import type { ServerContext } from './context.ts';

type Asked = Parameters<Analysis['clusterActivity']>[0];
type Activity = Awaited<ReturnType<Analysis['clusterActivity']>>;

/**
 * What is stored of the clusters that the caller sees. Undefined while nobody knows: without the engine, which may be dying just now, and
 * when it is asked for so much that this has to wait too long.
 */
export async function clusterActivity(
  { engine, analysis }: Pick<ServerContext, 'engine' | 'analysis'>,
  asked: Asked,
): Promise<Activity | undefined> {
  if (!engine.isReady()) return undefined;
  try {
    return await analysis.clusterActivity(asked);
  } catch (error) {
    if (error instanceof AppError && ['engine-unavailable', 'too-many-requests'].includes(error.code)) return undefined;
    throw error;
  }
}
