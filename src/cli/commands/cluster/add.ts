import type { Command } from 'commander';
import { AddedCluster } from '../../../server/schemas/index.ts';
import { connect } from '../../api/connect.ts';
import { parseCount } from '../../arguments.ts';
import { outputOf } from '../../common-options.ts';
import { kindOption } from './kind-option.ts';

interface AddOptions {
  readonly project?: string;
  readonly kind?: string;
  readonly retentionDays?: number;
}

/** Adds `cluster add`. */
export function registerAdd(group: Command): void {
  group
    .command('add')
    .description('add a cluster: prints its webhook URL and, this once, its ingest token')
    .argument('<name>')
    .option('--project <project>', 'project that the cluster is in; made where there is none of that name')
    .addOption(kindOption())
    .option(
      '--retention-days <days>',
      'days for which its events are kept; 365 of a dedicated cluster, else 30, unless given',
      parseCount,
    )
    .action(async (name: string, { project, kind, retentionDays }: AddOptions, self: Command) => {
      const client = await connect(self);
      const json = { name, project, kind, retentionDays };
      const added = await client.call({ method: 'POST', path: 'api/v1/clusters', json }, AddedCluster);
      const answer = {
        name: added.name,
        id: added.id,
        project: added.project,
        logstore: added.logstore,
        kind: added.kind,
        retentionDays: added.retentionDays,
        ingestToken: added.ingestToken,
        webhookUrl: added.webhookUrl,
      };
      outputOf(self).answer(answer, () =>
        [
          `added cluster ${answer.name} to project ${answer.project}, events kept for ${answer.retentionDays} days`,
          `  id            ${answer.id}`,
          `  logstore      ${answer.logstore}`,
          `  kind          ${answer.kind}`,
          `  webhook URL   ${answer.webhookUrl}`,
          `  ingest token  ${answer.ingestToken}   (shown this once)`,
        ].join('\n'),
      );
    });
}
