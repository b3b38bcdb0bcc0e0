import type { Command } from 'commander';
import type { z } from 'zod';
import { type NewSilence, SavedSilence, SilenceList } from '../../../server/schemas/index.ts';
import { connect } from '../../api/connect.ts';
import { collect } from '../../arguments.ts';
import { wrongUsage } from '../../cli-error.ts';
import { outputOf } from '../../common-options.ts';
import { formatTable } from '../../table.ts';
import { absoluteTime } from '../../time.ts';
import { matcherText, parseMatcher } from './matcher.ts';

interface AddOptions {
  readonly match: readonly string[];
  readonly comment: string;
  readonly for?: string;
  readonly until?: string;
  readonly from?: string;
}

type Shown = z.output<typeof SavedSilence>;

/** Adds `alert silence`. */
export function registerSilence(alert: Command): void {
  const group = alert.command('silence').description('silences: add, list, end');
  registerAdd(group);
  group
    .command('list')
    .description('list those that hold, will hold, or ended within thirty days')
    .action(async (_options: unknown, self: Command) => {
      const client = await connect(self);
      const list = await client.call({ path: 'api/v1/alerts/silences' }, SilenceList);
      outputOf(self).answer(list, () => tableOf(list.items));
    });
  group
    .command('end')
    .description('end a silence now: what fires still is told')
    .argument('<id>')
    .action(async (id: string, _options: unknown, self: Command) => {
      const client = await connect(self);
      const path = `api/v1/alerts/silences/${encodeURIComponent(id)}/end`;
      const ended = await client.call({ method: 'POST', path }, SavedSilence);
      outputOf(self).answer(ended, () => `ended silence ${ended.id} at ${ended.endsAt}`);
    });
}

function registerAdd(group: Command): void {
  group
    .command('add')
    .description('tell nobody of alerts for a while; they are kept and shown')
    .requiredOption('--match <matcher>', 'label=value, @rule=name, !=, =~ or !~ (repeatable: all must hold)', collect)
    .requiredOption('--comment <text>', 'why')
    .option('--for <duration>', 'such as 30m, 2h or 7d')
    .option('--until <time>', 'RFC 3339, or relative to now such as +2h')
    .option('--from <time>', 'when it begins; left out: now')
    .action(async (options: AddOptions, self: Command) => {
      const client = await connect(self);
      const json = silenceOf(options, Date.now());
      const added = await client.call({ method: 'POST', path: 'api/v1/alerts/silences', json }, SavedSilence);
      outputOf(self).answer(added, () => `added silence ${added.id} until ${added.endsAt}`);
    });
}

function silenceOf({ match, comment, ...times }: AddOptions, nowMs: number): z.input<typeof NewSilence> {
  if ((times.for === undefined) === (times.until === undefined))
    throw wrongUsage('cannot add a silence: say when it ends, with either --for or --until');
  const endsAt = String(absoluteTime(times.until ?? `+${times.for}`, nowMs));
  const startsAt = times.from === undefined ? {} : { startsAt: String(absoluteTime(times.from, nowMs)) };
  return { matchers: match.map(parseMatcher), comment, endsAt, ...startsAt };
}

function tableOf(silences: readonly Shown[]): string {
  if (silences.length === 0) return 'no silences: whodunit alert silence add --match user=eve --for 2h --comment WHY';
  const columns = ['ID', 'STATE', 'UNTIL', 'AUTHOR', 'MATCHERS', 'COMMENT'].map((name) => ({ name }));
  return formatTable(
    columns,
    silences.map(({ id, state, endsAt, author, matchers, comment }) => [
      id,
      state,
      endsAt,
      author,
      matchers.map(matcherText).join(' '),
      comment,
    ]),
  );
}
