import type { Command } from 'commander';
import { Project } from '../../../server/schemas/index.ts';
import { projectPath } from '../../api/named-path.ts';
import { connect } from '../../api/connect.ts';
import { wrongUsage } from '../../cli-error.ts';
import { bytesText } from '../../bytes-text.ts';
import { outputOf } from '../../common-options.ts';
import { type GivenQuota, mostOf, parseBytesQuota, parseQuota, usedOf } from './quota-text.ts';

interface SetOptions {
  readonly clusters?: GivenQuota;
  readonly logstores?: GivenQuota;
  readonly dashboards?: GivenQuota;
  readonly bytesPerDay?: GivenQuota;
}

/** Adds `project set`. */
export function registerSet(group: Command): void {
  group
    .command('set')
    .description('change the quota of a project, which is made where there is none of that name')
    .argument('<name>')
    .option('--clusters <count>', 'clusters that take events, or unlimited', parseQuota)
    .option('--logstores <count>', 'logstores, of disabled clusters as well, or unlimited', parseQuota)
    .option('--dashboards <count>', 'dashboards, or unlimited', parseQuota)
    .option('--bytes-per-day <bytes>', 'bytes of events a day in UTC, such as 50GiB, or unlimited', parseBytesQuota)
    .action(async (name: string, options: SetOptions, self: Command) => {
      if (Object.keys(options).length === 0)
        throw wrongUsage(
          `cannot change project "${name}": say --clusters, --logstores, --dashboards or --bytes-per-day`,
        );
      const quota = Object.fromEntries(
        Object.entries(options).map(([kind, given]: [string, GivenQuota]) => [kind, mostOf(given)]),
      );
      const client = await connect(self);
      const project = await client.call({ method: 'PATCH', path: projectPath(name), json: { quota } }, Project);
      const { used, quota: most } = project;
      outputOf(self).answer(project, () =>
        [
          `project ${project.name}`,
          `  clusters        ${usedOf(used?.clusters, most.clusters)}`,
          `  logstores       ${usedOf(used?.logstores, most.logstores)}`,
          `  dashboards      ${usedOf(used?.dashboards, most.dashboards)}`,
          `  received today  ${usedOf(used?.bytesToday, most.bytesPerDay, bytesText)}`,
        ].join('\n'),
      );
    });
}
