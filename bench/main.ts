import { benchAlerts } from './alerts.ts';
import { benchCollect } from './collect.ts';
import { benchForward } from './forward.ts';
import { benchIngest } from './ingest.ts';
import { benchPage } from './page/index.ts';
import { benchPeers } from './peers/index.ts';
import { benchPolicy } from './policy.ts';
import { benchQuery } from './query.ts';
import { benchReports } from './reports.ts';
import { benchSearch } from './search.ts';
import { benchSoak } from './soak.ts';

const [name = '', count, more] = process.argv.slice(2);
/** Of the soak it is seconds. */
const events = count === undefined ? undefined : Number(count);
/** Seconds of a bench that goes on for some time, rounds of one that alternates. */
const further = more === undefined ? undefined : Number(more);
const benches: Readonly<Record<string, () => Promise<void> | void>> = {
  ingest: () => benchIngest(events),
  search: () => benchSearch(events),
  query: () => benchQuery(events),
  reports: () => benchReports(events),
  alerts: () => benchAlerts(events),
  collect: () => benchCollect(events),
  forward: () => benchForward(events, further),
  policy: () => benchPolicy(),
  page: () => benchPage(events),
  peers: () => benchPeers(events, further),
  soak: () => benchSoak(events),
};
const bench = benches[name];
if (bench) await bench();
else {
  process.stderr.write(`npm run bench -- NAME, where NAME is one of: ${Object.keys(benches).join(', ')}\n`);
  process.exitCode = 2;
}
