import type { Command } from 'commander';
import type { z } from 'zod';
import { Cluster, type ClusterChange, type ClusterKind } from '../../../server/schemas/index.ts';
import { clusterPath } from '../../api/named-path.ts';
import { connect } from '../../api/connect.ts';
import { parseCount } from '../../arguments.ts';
import { wrongUsage } from '../../cli-error.ts';
import { outputOf } from '../../common-options.ts';
import { kindOption } from './kind-option.ts';

interface SetOptions {
  readonly retentionDays?: number;
  readonly kind?: z.input<typeof ClusterKind>;
}

/** Adds `cluster disable`. */
export function registerDisable(group: Command): void {
  group
    .command('disable')
    .description('refuse further events of a cluster; what there is stays')
    .argument('<name>')
    .action((name: string, _options: unknown, self: Command) => change(self, name, { status: 'disabled' }));
}

/** Adds `cluster enable`. */
export function registerEnable(group: Command): void {
  group
    .command('enable')
    .description('take events of a disabled cluster again')
    .argument('<name>')
    .action((name: string, _options: unknown, self: Command) => change(self, name, { status: 'enabled' }));
}

/** Adds `cluster move`. */
export function registerMove(group: Command): void {
  group
    .command('move')
    .description(
      'move a cluster to another project, whose people see it from then on, and those of the old one no more',
    )
    .argument('<name>')
    .requiredOption('--project <project>', 'the project; made where there is none of that name')
    .action((name: string, { project }: { project: string }, self: Command) => change(self, name, { project }));
}

/** Adds `cluster set`. */
export function registerSet(group: Command): void {
  group
    .command('set')
    .description('change how long the events of a cluster are kept, or its kind')
    .argument('<name>')
    .option('--retention-days <days>', 'days for which its events are kept', parseCount)
    .addOption(kindOption())
    .action((name: string, options: SetOptions, self: Command) => {
      if (Object.keys(options).length === 0)
        throw wrongUsage(`cannot change cluster "${name}": say --retention-days or --kind`);
      return change(self, name, options);
    });
}

async function change(command: Command, name: string, json: z.input<typeof ClusterChange>): Promise<void> {
  const client = await connect(command);
  const cluster = await client.call({ method: 'PATCH', path: clusterPath(name), json }, Cluster);
  outputOf(command).answer(
    cluster,
    () =>
      `cluster ${cluster.name} is ${cluster.status}, in project ${cluster.project}, events kept for ${cluster.retentionDays} days`,
  );
}
