import type { Command } from 'commander';
import { parse, YAMLError } from 'yaml';
import { type z, ZodError } from 'zod';
import { Cluster, ClusterChange, type ClusterKind } from '../../../server/schemas/index.ts';
import { clusterPath } from '../../api/named-path.ts';
import { connect } from '../../api/connect.ts';
import { parseCount } from '../../arguments.ts';
import { CliError, wrongUsage } from '../../cli-error.ts';
import { outputOf } from '../../common-options.ts';
import { exitCodes } from '../../exit-codes.ts';
import { readTextFile } from '../../input-file.ts';
import { kindOption } from './kind-option.ts';

const rulesBytes = 1 << 16;

interface SetOptions {
  readonly retentionDays?: number;
  readonly kind?: z.input<typeof ClusterKind>;
  readonly redact?: string;
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
    .description('change how long the events of a cluster are kept, its kind, or what is taken out of its events')
    .argument('<name>')
    .option('--retention-days <days>', 'days for which its events are kept', parseCount)
    .addOption(kindOption())
    .option(
      '--redact <file>',
      'YAML or JSON: a list of rules that say what is taken out of its events before they are stored; [] ends that',
    )
    .action(async (name: string, { redact, ...options }: SetOptions, self: Command) => {
      if (redact === undefined && Object.keys(options).length === 0)
        throw wrongUsage(`cannot change cluster "${name}": say --retention-days, --kind or --redact`);
      const rules = redact === undefined ? {} : { redaction: rulesIn(await readTextFile(redact, rulesBytes), redact) };
      return change(self, name, { ...options, ...rules });
    });
}

/** What the server makes of the rules it says by itself. */
function rulesIn(text: string, file: string): z.input<typeof ClusterChange>['redaction'] {
  try {
    return ClusterChange.shape.redaction.parse(parse(text, { maxAliasCount: 0 }));
  } catch (error) {
    if (!(error instanceof YAMLError || error instanceof ZodError)) throw error;
    const message = error instanceof ZodError ? (error.issues[0]?.message ?? '') : error.message;
    throw new CliError(exitCodes.wrongInput, `cannot read ${file}: expected a list of rules: ${message}`);
  }
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
