import type { Analysis } from '../analysis/index.ts';
import type { Clock, Lifecycle, Logger } from '../platform/index.ts';
import type { Records } from '../records/index.ts';
import { type CheckFile, createCveSource, createReports, openDashboards, type Reports } from '../report/index.ts';
import { contentDirectory } from './content.ts';
import type { ServeOptions } from './options.ts';

/** Whose work it is to check the files of a folder. */
const operator = { name: 'operator' };

export interface ReportsNeeds {
  readonly options: Pick<ServeOptions, 'dashboards' | 'cveData'>;
  readonly lifecycle: Lifecycle;
  readonly records: Records;
  readonly analysis: Analysis;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly timeZone: string;
}

/** Reads the dashboards, and puts what runs them together. The lifecycle closes it. */
export async function composeReports(needs: ReportsNeeds): Promise<Reports> {
  const { options, lifecycle, records, analysis, clock, logger } = needs;
  const folders = { builtIn: contentDirectory('dashboards'), folder: options.dashboards };
  const check: CheckFile = (question, signal) => analysis.dashboard({ caller: operator, question, signal });
  const opened = await openDashboards({ ...folders, records, check, clock, logger });
  const cve = createCveSource({ directory: contentDirectory('cve'), file: options.cveData, clock, logger });
  return createReports({ ...needs, cve, registry: lifecycle.own('dashboards', opened).registry });
}
