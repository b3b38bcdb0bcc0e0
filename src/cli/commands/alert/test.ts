import type { Command } from 'commander';
import type { z } from 'zod';
import { isAccepted } from '../../../base/index.ts';
import { ruleLimits } from '../../../rules/form.ts';
import { AlertRuleTests } from '../../../server/schemas/index.ts';
import { connect } from '../../api/connect.ts';
import { aboutFile, CliError, wrongInput, wrongUsage } from '../../cli-error.ts';
import { outputOf } from '../../common-options.ts';
import { exitCodes } from '../../exit-codes.ts';
import { readTextFile } from '../../input-file.ts';
import { labelsText } from './labels-text.ts';
import { type Outcome, outcomeText } from './outcome-text.ts';

interface TestOptions {
  readonly from?: string;
  readonly to?: string;
}

/** Adds `alert test`. */
export function registerTest(group: Command): void {
  group
    .command('test')
    .description(
      'run the tests that rules carry, without a server; with --from, replay the rules over what a server has stored',
    )
    .argument('<file>', 'with `kind: AlertRule`; - is standard input')
    .option('--from <time>', 'replay events since: RFC 3339, Unix seconds, or relative such as -7d')
    .option('--to <time>', 'until, itself left out; else now')
    .action(async (file: string, options: TestOptions, self: Command) => {
      if (options.from === undefined && options.to !== undefined) throw wrongUsage('--to needs --from');
      await (options.from === undefined ? testFile(file, self) : replayFile(file, options, self));
    });
}

async function testFile(file: string, command: Command): Promise<void> {
  const output = outputOf(command);
  // The language of statements and the engine are for this command alone.
  const [{ readRuleFile }, { testRules }] = await Promise.all([
    import('../../../rules/index.ts'),
    import('../../../app/index.ts'),
  ]);
  const { rules, diagnostics } = readRuleFile(await readTextFile(file, ruleLimits.fileBytes));
  if (!isAccepted(diagnostics)) throw wrongInput(diagnostics, file);
  output.diagnostics(diagnostics, file);
  if (rules.length === 0)
    throw new CliError(
      exitCodes.wrongInput,
      `cannot test ${file}: there is no document with \`kind: AlertRule\` in it`,
    );
  for (const { rule } of rules) if (!rule.tests?.length) output.note(`rule "${rule.name}" has no tests`);
  const outcomes = await testRules(rules.map(({ rule }) => rule));
  const tests = outcomes.map(({ hasPassed, ...outcome }): Outcome => ({ ...outcome, passed: hasPassed }));
  const passed = tests.filter((test) => test.passed).length;
  const failed = tests.length - passed;
  output.answer({ tests, passed, failed }, () =>
    [...tests.map(outcomeText), `${passed} passed, ${failed} failed`].join('\n'),
  );
  if (failed > 0) throw new CliError(exitCodes.wrongInput, `${failed} of ${tests.length} tests failed`);
}

async function replayFile(file: string, { from, to }: TestOptions, command: Command): Promise<void> {
  const output = outputOf(command);
  const client = await connect(command);
  const json = { yaml: await readTextFile(file, ruleLimits.fileBytes), from, to };
  const request = { method: 'POST', path: 'api/v1/alerts/rules/test', json } as const;
  const { replays, diagnostics } = await client
    .call(request, AlertRuleTests)
    .catch((error: unknown) => Promise.reject(aboutFile(error, file)));
  output.diagnostics(diagnostics, file);
  for (const { rule, complete, through } of replays)
    if (!complete) output.note(`rule "${rule}": the range was looked at up to ${through}`);
  output.answer({ replays }, () => replays.map(replayText).join('\n'));
}

function replayText({ rule, evaluations, fired, causes }: z.output<typeof AlertRuleTests>['replays'][number]): string {
  return [
    `rule ${rule} would have fired ${fired} times in ${evaluations} evaluations`,
    ...causes.map(({ at, kind, severity, labels }) => `  ${at}  ${kind}  ${severity}  ${labelsText(labels)}`),
  ].join('\n');
}
