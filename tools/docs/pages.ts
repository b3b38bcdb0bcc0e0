import { lintRules } from '../../src/policy/lint/rules/index.ts';
import { createWhodunit } from '../../src/cli/whodunit.ts';
import { builtInFiles } from '../../src/rules/testkit/built-in.ts';
import { builtInRulesPage } from './built-in-rules.ts';
import { channelsPage } from './channels.ts';
import { alertRulesPage } from './alert-rules.ts';
import { cliPage } from './cli.ts';
import { columnsPage } from './columns.ts';
import { configurationPage } from './configuration.ts';
import { destinationsPage } from './destinations.ts';
import { diagnosticsPage } from './diagnostics.ts';
import { errorsPage } from './errors.ts';
import { formatsPage } from './formats.ts';
import { functionsPage } from './functions.ts';
import { httpApiPage, openApiFile } from './http-api.ts';
import { limitsPage } from './limits.ts';
import { lintIndexPage, lintRulePage } from './lint.ts';
import { metricsPage } from './metrics.ts';
import { templatesPage } from './templates.ts';

/** Every file of docs/reference that is made from the code, by its path there. */
export async function generatedPages(): Promise<ReadonlyMap<string, string>> {
  const program = createWhodunit();
  return new Map([
    ['alert-rules-built-in.md', builtInRulesPage(builtInFiles().map(({ rule }) => rule))],
    ['channels.md', channelsPage()],
    ['alert-rules.md', alertRulesPage()],
    ['cli.md', cliPage(program)],
    ['columns.md', columnsPage()],
    ['configuration.md', configurationPage(program)],
    ['destinations.md', destinationsPage()],
    ['diagnostics.md', diagnosticsPage()],
    ['errors.md', errorsPage()],
    ['formats.md', formatsPage()],
    ['functions.md', functionsPage()],
    ['http-api.md', httpApiPage()],
    ['limits.md', limitsPage()],
    ['metrics.md', await metricsPage()],
    ['openapi.json', openApiFile()],
    ['templates.md', templatesPage()],
    ['lint/README.md', lintIndexPage(lintRules)],
    ...lintRules.map((rule) => [`lint/${rule.code}.md`, lintRulePage(rule)] as const),
  ]);
}
