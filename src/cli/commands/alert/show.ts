import type { Command } from 'commander';
import { AlertRuleAnswer } from '../../../server/schemas/index.ts';
import { connect } from '../../api/connect.ts';
import { rulePath } from './rule-path.ts';
import { yamlAnswer } from './yaml-answer.ts';

/** Adds `alert show`. */
export function registerShow(group: Command): void {
  group
    .command('show')
    .description('print a rule as YAML, to be changed and applied')
    .argument('<name>')
    .action(async (name: string, _options: unknown, self: Command) => {
      const client = await connect(self);
      yamlAnswer(self, await client.call({ path: rulePath(name) }, AlertRuleAnswer));
    });
}
