import type { Command } from 'commander';
import type { z } from 'zod';
import { Empty, PolicyList, SavedPolicy } from '../../../server/schemas/index.ts';
import { connect } from '../../api/connect.ts';
import { outputOf } from '../../common-options.ts';
import { formatTable } from '../../table.ts';
import { yamlAnswer } from './yaml-answer.ts';

/** Adds `alert policy`. Policies are saved by `alert apply`. */
export function registerPolicies(alert: Command): void {
  const group = alert
    .command('policy')
    .description('policies that route and group alerts: list, show, delete; apply saves them');
  group
    .command('list')
    .description('list the policies')
    .action(async (_options: unknown, self: Command) => {
      const client = await connect(self);
      const list = await client.call({ path: 'api/v1/alerts/policies' }, PolicyList);
      outputOf(self).answer(list, () => tableOf(list.items));
    });
  group
    .command('show')
    .description('print a policy as YAML')
    .argument('<name>')
    .action(async (name: string, _options: unknown, self: Command) => {
      const client = await connect(self);
      yamlAnswer(self, await client.call({ path: policyPath(name) }, SavedPolicy));
    });
  group
    .command('delete')
    .description('delete a policy: its alerts go to the channels of their rules from then on')
    .argument('<name>')
    .action(async (name: string, _options: unknown, self: Command) => {
      const client = await connect(self);
      await client.call({ method: 'DELETE', path: policyPath(name) }, Empty);
      outputOf(self).answer({ deleted: name }, () => `policy ${name} is deleted`);
    });
}

function tableOf(policies: z.output<typeof PolicyList>['items']): string {
  if (policies.length === 0) return 'no policies yet: whodunit alert apply FILE';
  const columns = ['NAME', 'CHANNELS', 'SAVED', 'BY'].map((name) => ({ name }));
  return formatTable(
    columns,
    policies.map(({ name, policy, savedAt, savedBy }) => {
      const channels = new Set(policy.routes.flatMap((route) => route.channels));
      return [name, [...channels].join(', '), savedAt, savedBy];
    }),
  );
}

/** No policy is named so that it would be a step up. */
function policyPath(name: string): string {
  return `api/v1/alerts/policies/${encodeURIComponent(name.replace(/^\.+$/, '-'))}`;
}
