import type { Command } from 'commander';
import type { z } from 'zod';
import { type ClusterStorage, ClusterStorageByDay, Storage } from '../../../server/schemas/index.ts';
import { clusterPath } from '../../api/named-path.ts';
import { connect } from '../../api/connect.ts';
import { bytesText } from '../../bytes-text.ts';
import { outputOf } from '../../common-options.ts';
import { formatTable } from '../../table.ts';

/** Adds `cluster storage`. */
export function registerStorage(group: Command): void {
  group
    .command('storage')
    .description('what events take on disk, by cluster and by what they are made of, and what they are going to take')
    .argument('[name]', 'one cluster, day by day')
    .action(async (name: string | undefined, _options: unknown, self: Command) => {
      const client = await connect(self);
      if (name === undefined) {
        const storage = await client.call({ path: 'api/v1/storage' }, Storage);
        outputOf(self).answer(storage, () => textOf(storage));
      } else {
        const storage = await client.call({ path: `${clusterPath(name)}/storage` }, ClusterStorageByDay);
        outputOf(self).answer(storage, () => daysOf(storage));
      }
    });
}

const sizes = ['TOTAL', 'COLUMNS', 'INDEXES', 'RAW'].map((name) => ({ name, alignRight: true }));
const forecasts = ['A DAY', 'IN 30 DAYS', 'AT RETENTION'].map((name) => ({ name, alignRight: true }));

function textOf({ items, server }: z.output<typeof Storage>): string {
  const columns = [{ name: 'CLUSTER' }, ...sizes, { name: 'EVENTS', alignRight: true }, ...forecasts];
  const rows = items.map((one) => [one.cluster, ...sizesOf(one), String(one.events), ...forecastOf(one)]);
  const total = server ? [['(all)', ...sizesOf(server)]] : [];
  return `${formatTable(columns, [...rows, ...total])}${server ? roomOf(server) : ''}`;
}

function roomOf({ freeBytes, fullOn }: NonNullable<z.output<typeof Storage>['server']>): string {
  if (freeBytes === null) return '';
  const end =
    fullOn === null
      ? 'enough for as long as anybody can tell'
      : `used up on ${fullOn} if it goes on as in the last days`;
  return `free on disk: ${bytesText(freeBytes)}, ${end}\n`;
}

function daysOf({ days, ...storage }: z.output<typeof ClusterStorageByDay>): string {
  const columns = [{ name: 'RECEIVED ON' }, ...sizes, { name: 'EVENTS', alignRight: true }];
  const rows = days.map((one) => [one.day, ...sizesOf(one), String(one.events)]);
  const all = ['(all)', ...sizesOf(storage), String(storage.events)];
  const [perDay = '?', in30Days = '?', atRetention = '?'] = forecastOf(storage);
  const forecast = `a usual day ${perDay}, in 30 days ${in30Days}, at its retention ${atRetention}`;
  return `${formatTable(columns, [...rows, all])}${forecast}\n`;
}

type Sized = Pick<z.output<typeof ClusterStorage>, 'bytes' | 'columns' | 'indexes' | 'raw'>;

function sizesOf({ bytes, columns, indexes, raw }: Sized): readonly string[] {
  return [bytes, columns, indexes, raw].map(bytesText);
}

function forecastOf({ forecast }: Pick<z.output<typeof ClusterStorage>, 'forecast'>): readonly string[] {
  if (forecast === null) return ['?', '?', '?'];
  const { bytesPerDay, in30Days, atRetention } = forecast;
  return [bytesText(bytesPerDay), bytesText(in30Days), atRetention === null ? 'held' : bytesText(atRetention)];
}
