import type { Command } from 'commander';
import type { z } from 'zod';
import { DashboardList } from '../../../server/schemas/index.ts';
import { connect } from '../../api/connect.ts';
import { outputOf } from '../../common-options.ts';
import { formatTable } from '../../table.ts';

type Title = z.output<typeof DashboardList>['items'][number]['title'];

/** Adds `report list`. */
export function registerList(group: Command): void {
  group
    .command('list')
    .description('list the dashboards')
    .option('--language <tag>', 'of titles, such as zh-CN or ja', 'en')
    .action(async ({ language }: { readonly language: string }, self: Command) => {
      const client = await connect(self);
      const list = await client.call({ path: 'api/v1/dashboards' }, DashboardList);
      const output = outputOf(self);
      const { textIn } = await import('../../../dashboards/index.ts');
      output.answer(list, () => textOf(list.items, (title) => textIn(title, language)));
      for (const { name, diagnostics } of list.unreadable) output.diagnostics(diagnostics, name);
    });
}

function textOf(dashboards: z.output<typeof DashboardList>['items'], inLanguage: (title: Title) => string): string {
  return formatTable(
    [{ name: 'ID' }, { name: 'SOURCE' }, { name: 'PROJECT' }, { name: 'TITLE' }],
    dashboards.map(({ id, source, project, title }) => [id, source, project ?? '-', inLanguage(title)]),
  );
}
