import type { Analysis } from '../analysis/index.ts';
import type { Delivery } from '../delivery/index.ts';
import type { Monitor } from '../monitor/index.ts';
import type { Clock, Lifecycle, Logger } from '../platform/index.ts';
import type { Records } from '../records/index.ts';
import {
  type CheckFile,
  createCveSource,
  createReports,
  createReportSchedules,
  openDashboards,
  type Reports,
  type ReportSchedules,
  startScheduler,
} from '../report/index.ts';
import { contentDirectory } from './content.ts';
import type { ServeOptions } from './options.ts';

/** Whose work it is to check the files of a folder. */
const operator = { name: 'operator' };

export interface ReportsNeeds {
  readonly options: Pick<ServeOptions, 'dashboards' | 'cveData'>;
  readonly lifecycle: Lifecycle;
  readonly records: Records;
  readonly analysis: Analysis;
  readonly delivery: Pick<Delivery, 'wake'>;
  readonly monitor: Pick<Monitor, 'completeness'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly timeZone: string;
  readonly publicUrl: () => string;
  readonly whenReady: Promise<unknown>;
}

export interface Reporting {
  readonly reports: Reports;
  readonly reportSchedules: ReportSchedules;
}

/** Reads the dashboards, puts what runs them together, and starts what sends them on schedules. The lifecycle closes it. */
export async function composeReports(needs: ReportsNeeds): Promise<Reporting> {
  const { options, lifecycle, records, analysis, clock, logger } = needs;
  const folders = { builtIn: contentDirectory('dashboards'), folder: options.dashboards };
  const check: CheckFile = (question, signal) => analysis.dashboard({ caller: operator, question, signal });
  const opened = await openDashboards({ ...folders, records, check, clock, logger });
  const { registry } = lifecycle.own('dashboards', opened);
  const cve = createCveSource({ directory: contentDirectory('cve'), file: options.cveData, clock, logger });
  const reports = createReports({ ...needs, cve, registry });
  const scheduling = { ...needs, reports, onQueued: () => needs.delivery.wake() };
  const scheduler = lifecycle.own('schedules of reports', startScheduler(scheduling));
  const onChange = (): void => scheduler.wake();
  return { reports, reportSchedules: createReportSchedules({ ...scheduling, onChange }) };
}
