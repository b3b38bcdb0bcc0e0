import type { Command } from 'commander';
import { z } from 'zod';
import { LegalHold } from '../../../server/schemas/index.ts';
import { clusterPath } from '../../api/named-path.ts';
import { connect } from '../../api/connect.ts';
import { outputOf } from '../../common-options.ts';
import { formatTable } from '../../table.ts';

const LegalHoldList = z.looseObject({ items: z.array(LegalHold) });

interface HoldOptions {
  readonly reason: string;
  readonly from?: string;
  readonly to?: string;
}

/** Adds `cluster hold`. */
export function registerHold(group: Command): void {
  group
    .command('hold')
    .description('place a legal hold: what it holds is not removed, and the cluster not deleted, until it is lifted')
    .argument('<name>')
    .requiredOption('--reason <text>', 'why, such as the number of the case')
    .option('--from <time>', 'of events that happened from then on; left out: from the first on')
    .option('--to <time>', 'and before then; left out: without end')
    .action(async (name: string, { reason, from, to }: HoldOptions, self: Command) => {
      const client = await connect(self);
      const json = { reason, from, to };
      const hold = await client.call({ method: 'POST', path: holdsPath(name), json }, LegalHold);
      outputOf(self).answer(
        hold,
        () => `holding events of cluster ${name} (${rangeOf(hold)}): ${hold.reason}\n  id  ${hold.id}`,
      );
    });
}

/** Adds `cluster holds`. */
export function registerHolds(group: Command): void {
  group
    .command('holds')
    .description('list the legal holds on a cluster')
    .argument('<name>')
    .action(async (name: string, _options: unknown, self: Command) => {
      const client = await connect(self);
      const list = await client.call({ path: holdsPath(name) }, LegalHoldList);
      outputOf(self).answer(list, () => textOf(list.items));
    });
}

/** Adds `cluster release`. */
export function registerRelease(group: Command): void {
  group
    .command('release')
    .description('lift a legal hold; what is past its retention by now is removed within the hour')
    .argument('<name>')
    .argument('<id>', 'of the hold, as cluster holds lists it')
    .action(async (name: string, id: string, _options: unknown, self: Command) => {
      const client = await connect(self);
      const path = `${holdsPath(name)}/${encodeURIComponent(id)}`;
      const hold = await client.call({ method: 'DELETE', path }, LegalHold);
      outputOf(self).answer(hold, () => `lifted the legal hold on cluster ${name}: ${hold.reason}`);
    });
}

function holdsPath(name: string): string {
  return `${clusterPath(name)}/legal-holds`;
}

function textOf(holds: readonly z.output<typeof LegalHold>[]): string {
  if (holds.length === 0) return 'no legal holds';
  const columns = ['ID', 'EVENTS', 'PLACED', 'BY', 'REASON'].map((name) => ({ name }));
  return formatTable(
    columns,
    holds.map((hold) => [hold.id, rangeOf(hold), hold.placedAt, hold.placedBy, hold.reason]),
  );
}

function rangeOf({ from, to }: z.output<typeof LegalHold>): string {
  if (from === null && to === null) return 'all';
  return [from === null ? undefined : `from ${from}`, to === null ? undefined : `before ${to}`]
    .filter((part) => part !== undefined)
    .join(' ');
}
