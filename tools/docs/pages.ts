import { lintRules } from '../../src/policy/lint/rules/index.ts';
import { createWhodunit } from '../../src/cli/whodunit.ts';
import { cliPage } from './cli.ts';
import { columnsPage } from './columns.ts';
import { configurationPage } from './configuration.ts';
import { diagnosticsPage } from './diagnostics.ts';
import { errorsPage } from './errors.ts';
import { functionsPage } from './functions.ts';
import { httpApiPage, openApiFile } from './http-api.ts';
import { limitsPage } from './limits.ts';
import { lintIndexPage, lintRulePage } from './lint.ts';
import { metricsPage } from './metrics.ts';

/** Every file of docs/reference that is made from the code, by its path there. */
export async function generatedPages(): Promise<ReadonlyMap<string, string>> {
  const program = createWhodunit();
  return new Map([
    ['cli.md', cliPage(program)],
    ['columns.md', columnsPage()],
    ['configuration.md', configurationPage(program)],
    ['diagnostics.md', diagnosticsPage()],
    ['errors.md', errorsPage()],
    ['functions.md', functionsPage()],
    ['http-api.md', httpApiPage()],
    ['limits.md', limitsPage()],
    ['metrics.md', await metricsPage()],
    ['openapi.json', openApiFile()],
    ['lint/README.md', lintIndexPage(lintRules)],
    ...lintRules.map((rule) => [`lint/${rule.code}.md`, lintRulePage(rule)] as const),
  ]);
}
