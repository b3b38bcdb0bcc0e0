import type { Command } from 'commander';
import { DashboardAnswer } from '../../../server/schemas/index.ts';
import { connect } from '../../api/connect.ts';
import { outputOf } from '../../common-options.ts';
import { printable } from '../../terminal-text.ts';

/** Adds `report show`. */
export function registerShow(group: Command): void {
  group
    .command('show')
    .description('print a dashboard as YAML, to be changed and kept as another one')
    .argument('<id>', 'of the dashboard')
    .action(async (id: string, _options: unknown, self: Command) => {
      const client = await connect(self);
      const answer = await client.call({ path: `api/v1/dashboards/${encodeURIComponent(id)}` }, DashboardAnswer);
      const output = outputOf(self);
      if (output.jsonAsked) output.answer(answer, () => '');
      else output.text(process.stdout.isTTY ? printable(answer.yaml) : answer.yaml);
    });
}
