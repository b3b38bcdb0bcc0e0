import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { launchBrowser } from '../browser/support/browser.ts';
import { addCluster, followSetup, openForSetup } from '../browser/support/follow-setup.ts';
import { startServer } from '../browser/support/server.ts';
import type { Stage } from './checks.ts';
import { apiserverReady, startApiserver, stopAll } from './control-plane.ts';
import { until } from './processes.ts';

/** What is chosen on the page, by backend. */
const backends = { webhook: 'Webhook', log: 'Log file and agent', both: 'Both' } as const;

/** The setup of a cluster, followed in a real browser to the first event of this kube-apiserver, which starts with what the page says. */
export async function followWizard({ bin, run, check }: Stage): Promise<void> {
  const [server, browser] = await Promise.all([startServer({ tls: true }), launchBrowser()]);
  try {
    for (const [backend, label] of Object.entries(backends)) {
      const root = path.join(run, backend);
      mkdirSync(root);
      const { page } = await openForSetup(browser, server);
      await addCluster(page, server, `real-${backend}`);
      await page.getByRole('radio', { name: 'Your own unit or manifest' }).check();
      await page.getByRole('radio', { name: label, exact: true }).check();
      await page.waitForURL(({ searchParams }) => searchParams.get('backend') === backend || backend === 'webhook');
      await page.locator('li:has(> h3)', { hasText: 'Add the flags' }).waitFor();
      const { flags, sendLog } = await followSetup(page, root);
      const apiserver = startApiserver(bin, run, flags, path.join(root, 'apiserver.log'));
      try {
        await apiserverReady(60);
        const log = path.join(root, 'var/log/kubernetes/kubernetes.audit');
        if (sendLog && (await until('the log', 60, async () => existsSync(log) || undefined))) await sendLog();
        await page.getByText(/\d+ events have arrived/).waitFor({ timeout: 120_000 });
        await page.getByRole('link', { name: 'Open the newest event' }).click();
        await page.getByRole('complementary', { name: 'Event' }).waitFor();
        check(true, `${backend}: what the page says leads to the first event, and to it on the page`);
      } finally {
        await stopAll([apiserver]);
      }
      await page.context().close();
    }
  } finally {
    await browser.close();
    await server.stop();
  }
}
