import { benchIngest } from './ingest.ts';
import { benchQuery } from './query.ts';

const [name = '', count] = process.argv.slice(2);
const benches: Readonly<Record<string, () => Promise<void>>> = {
  query: () => benchQuery(count === undefined ? undefined : Number(count)),
  ingest: () => benchIngest(count === undefined ? undefined : Number(count)),
};
const bench = benches[name];
if (bench) await bench();
else {
  process.stderr.write(`npm run bench -- NAME, where NAME is one of: ${Object.keys(benches).join(', ')}\n`);
  process.exitCode = 2;
}
