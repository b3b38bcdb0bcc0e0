import type { Clock, Closeable, Logger } from '../../platform/index.ts';
import type { Records } from '../../records/index.ts';
import { openFolder } from './folder.ts';
import { createRegistry, type Registry } from './registry.ts';
import { type CheckFile, watchFolder } from './watch.ts';

export interface OpenedDashboards extends Closeable {
  readonly registry: Registry;
}

export interface DashboardsNeeds {
  /** The folder of those that come with the product. */
  readonly builtIn: string;
  /** The operator's folder. */
  readonly folder: string | undefined;
  readonly records: Pick<Records, 'dashboards'>;
  readonly check: CheckFile;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly logger: Logger;
}

/** Reads the dashboards, and goes on to read those of the operator's folder as they change. */
export async function openDashboards({
  builtIn: builtInFolder,
  folder: directory,
  records,
  check,
  clock,
  logger,
}: DashboardsNeeds): Promise<OpenedDashboards> {
  const builtIn = openFolder(builtInFolder);
  await builtIn.scan();
  if (directory === undefined)
    return { registry: createRegistry({ builtIn, folder: undefined, records }), close: () => undefined };
  const folder = openFolder(directory);
  await folder.scan();
  for (const { message } of folder.diagnostics()) logger.warn({ directory }, message);
  const watch = watchFolder({ directory, folder, check, clock, logger });
  return { registry: createRegistry({ builtIn, folder, records }), close: () => watch.close() };
}
