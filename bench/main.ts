import { benchAlerts } from './alerts.ts';
import { benchCollect } from './collect.ts';
import { benchForward } from './forward.ts';
import { benchIngest } from './ingest.ts';
import { benchPage } from './page.ts';
import { benchPolicy } from './policy.ts';
import { benchQuery } from './query.ts';
import { benchReports } from './reports.ts';
import { benchSearch } from './search.ts';

const [name = '', count, seconds] = process.argv.slice(2);
const events = count === undefined ? undefined : Number(count);
const benches: Readonly<Record<string, () => Promise<void> | void>> = {
  ingest: () => benchIngest(events),
  search: () => benchSearch(events),
  query: () => benchQuery(events),
  reports: () => benchReports(events),
  alerts: () => benchAlerts(events),
  collect: () => benchCollect(events),
  forward: () => benchForward(events, seconds === undefined ? undefined : Number(seconds)),
  policy: () => benchPolicy(),
  page: () => benchPage(),
};
const bench = benches[name];
if (bench) await bench();
else {
  process.stderr.write(`npm run bench -- NAME, where NAME is one of: ${Object.keys(benches).join(', ')}\n`);
  process.exitCode = 2;
}
