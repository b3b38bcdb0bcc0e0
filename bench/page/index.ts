import { launchBrowser } from '../../test/browser/support/browser.ts';
import { withMonth } from '../support/month-store.ts';
import { startBenchServer } from '../support/server.ts';
import { settle } from '../support/webhook-load.ts';
import { benchLoads } from './loads.ts';
import { addReader } from './reader.ts';
import { benchSearches } from './searches.ts';

/** `npm run bench -- page [events]`: the page in a real browser, over a month of events. */
export function benchPage(count = 10_000_000): Promise<void> {
  return withMonth(count, async (data) => {
    const server = await startBenchServer({ data });
    const browser = await launchBrowser();
    try {
      await settle(server);
      const reader = await addReader(server);
      await benchLoads(browser, reader);
      await benchSearches(browser, server, reader);
    } finally {
      await browser.close();
      await server.close();
    }
  });
}
