import { type Command, Option } from 'commander';
import type { z } from 'zod';
import { AlertRuleRun, AlertRuleRuns } from '../../../server/schemas/index.ts';
import { connect } from '../../api/connect.ts';
import { parseCount } from '../../arguments.ts';
import { outputOf } from '../../common-options.ts';
import { formatTable } from '../../table.ts';
import { rulePath } from './rule-path.ts';

interface RunsOptions {
  readonly outcome?: string;
  readonly limit?: number;
}

/** Adds `alert runs`. */
export function registerRuns(group: Command): void {
  group
    .command('runs')
    .description('the evaluations of a rule, the latest first, and why one failed')
    .argument('<name>')
    .addOption(new Option('--outcome <outcome>', 'of this outcome only').choices(AlertRuleRun.shape.outcome.options))
    .option('--limit <n>', 'at most so many; 100 if left out', parseCount)
    .action(async (name: string, { limit, ...filters }: RunsOptions, self: Command) => {
      const client = await connect(self);
      const query = new URLSearchParams({ ...filters, ...(limit === undefined ? {} : { limit: String(limit) }) });
      const list = await client.call({ path: rulePath(name, '/runs'), query }, AlertRuleRuns);
      outputOf(self).answer(list, () => textOf(list.items));
    });
}

function textOf(runs: z.output<typeof AlertRuleRuns>['items']): string {
  if (runs.length === 0) return 'not evaluated yet';
  const columns = ['AT', 'OUTCOME', 'RUNS', 'FIRED', 'AFTER', 'THROUGH', 'NOTES'].map((name) => ({ name }));
  return formatTable(
    columns,
    runs.map(({ at, outcome, runs: count, fired, after, through, notes }) => [
      at,
      outcome,
      String(count),
      String(fired),
      after,
      through,
      notes.join('; '),
    ]),
  );
}
