import type { Command } from 'commander';
import { Project } from '../../../server/schemas/index.ts';
import { projectPath } from '../../api/named-path.ts';
import { connect } from '../../api/connect.ts';
import { outputOf } from '../../common-options.ts';

/** Adds `project delete`. */
export function registerDelete(group: Command): void {
  group
    .command('delete')
    .description('delete a project that is empty and that nobody is limited to')
    .argument('<name>')
    .action(async (name: string, _options: unknown, self: Command) => {
      const client = await connect(self);
      const project = await client.call({ method: 'DELETE', path: projectPath(name) }, Project);
      outputOf(self).answer({ deleted: project.name }, () => `deleted project ${project.name}`);
    });
}
