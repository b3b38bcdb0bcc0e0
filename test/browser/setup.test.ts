import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request, type RequestOptions } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { expectSound, expectWhole } from './support/expect-sound.ts';
import { looksAt } from './support/looks.ts';
import { addCluster, type Followed, followSetup, openForSetup } from './support/follow-setup.ts';
import { screenshot } from './support/screenshot.ts';
import { createStage } from './support/stage.ts';

const recorded = path.resolve(import.meta.dirname, '../fixtures/recorded/modern-v1.36/kubernetes.audit');

const stage = createStage({ tls: true });
let root = '';

beforeAll(async () => {
  root = mkdtempSync(path.join(tmpdir(), 'whodunit-node-'));
});

afterAll(async () => {
  rmSync(root, { recursive: true, force: true });
});

/** What kube-apiserver finds in the kubeconfig of its webhook. */
interface Webhook {
  readonly server: string;
  readonly ca: Buffer;
  readonly token: string;
}

interface Kubeconfig {
  readonly clusters: readonly [{ readonly cluster: Readonly<Record<string, string>> }];
  readonly users: readonly [{ readonly user: Readonly<Record<string, string>> }];
}

function webhookOf({ flags }: Followed): Webhook {
  const prefix = '--audit-webhook-config-file=';
  const file = flags.find((flag) => flag.startsWith(prefix))?.slice(prefix.length) ?? '';
  const { clusters, users } = parse(readFileSync(file, 'utf8')) as Kubeconfig;
  const { server = '', 'certificate-authority-data': ca = '' } = clusters[0].cluster;
  return { server, ca: Buffer.from(ca, 'base64'), token: users[0].user['token'] ?? '' };
}

/** Sends as the webhook does: a list of events, over TLS, with a bearer token. Gives the status. */
function post({ server: url, ca, token }: Webhook, options: RequestOptions = {}): Promise<number> {
  const lines = readFileSync(recorded, 'utf8').trim().split('\n').slice(0, 40);
  const body = `{"kind":"EventList","apiVersion":"audit.k8s.io/v1","metadata":{},"items":[${lines.join(',')}]}`;
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', ca, agent: false, headers, ...options }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** The first event is there, and its link leads to it. */
async function expectFirstEvent(page: Page): Promise<void> {
  await page.getByText(/\d+ events have arrived/).waitFor();
  await expectSound(page);
  await page.getByRole('link', { name: 'Open the newest event' }).click();
  await page.waitForURL((url) => url.pathname === '/explore');
  await page.getByRole('complementary', { name: 'Event' }).waitFor();
}

it('leads from a new cluster to its first event by webhook, and says what is wrong meanwhile', async () => {
  const { page, problems } = await openForSetup(stage.browser, stage.server);
  await addCluster(page, stage.server, 'by-webhook');
  await page.getByRole('radio', { name: 'Your own unit or manifest' }).check();
  await page.waitForURL((url) => url.searchParams.get('for') === 'self-managed');
  await page.getByText('Add the flags to kube-apiserver').waitFor();
  await expectSound(page);
  const webhook = webhookOf(await followSetup(page, root));
  expect(webhook.server).toBe(`${stage.server.url}/ingest/v1/clusters/by-webhook/audit`);

  // A token that was mistyped, and an authority that was left out.
  expect(await post({ ...webhook, token: 'wdingest_mistyped' })).toBe(401);
  await page
    .getByRole('list', { name: 'Refused for this cluster' })
    .getByText('Shows a token that is not known')
    .waitFor();
  await expect(post(webhook, { ca: [] })).rejects.toThrow('certificate');
  await page.getByRole('list', { name: 'no known cluster' }).getByText('Hung up during the TLS handshake').waitFor();
  expect(await page.getByText('from 127.0.0.1').count()).toBeGreaterThan(0);
  await expectSound(page);
  await page.locator('h1').scrollIntoViewIfNeeded();
  await screenshot(page, 'setup-en-light-1280');

  expect(await post(webhook)).toBe(200);
  await expectFirstEvent(page);
  expect(problems).toEqual([]);
  await page.context().close();
});

it('leads to the first event by log, which a real agent sends', async () => {
  const { page, problems } = await openForSetup(stage.browser, stage.server);
  await addCluster(page, stage.server, 'by-log');
  await page.getByRole('radio', { name: 'k3s' }).check();
  await page.getByRole('radio', { name: 'Log file and agent' }).check();
  await page.waitForURL((url) => url.searchParams.get('backend') === 'log');
  await page.getByText('/etc/whodunit-collect/token', { exact: true }).waitFor();
  const { sendLog } = await followSetup(page, root);
  mkdirSync(path.join(root, 'var/log/kubernetes'), { recursive: true });
  cpSync(recorded, path.join(root, 'var/log/kubernetes/kubernetes.audit'));
  expect(JSON.parse((await sendLog?.()) ?? '{}')).toMatchObject({ rejected: 0 });
  await expectFirstEvent(page);
  expect(problems).toEqual([]);
  await page.context().close();
});

it('is reached from a cluster that has sent nothing yet, and issues a token where none is known', async () => {
  const { page, problems } = await openForSetup(stage.browser, stage.server);
  await addCluster(page, stage.server, 'quiet');
  await page.goto(`${stage.server.url}/clusters/quiet`);
  await page.getByRole('link', { name: 'Set it up' }).click();
  await page.getByText('A token is shown only when it is issued').waitFor();
  await page.locator('details', { hasText: 'policy.yaml' }).waitFor();
  await page
    .getByText(/--webhook-token INGEST_TOKEN/)
    .first()
    .waitFor();
  await expectSound(page);
  await page.getByRole('button', { name: 'Issue a token' }).click();
  await page
    .getByText(/--webhook-token wdingest_\w+/)
    .first()
    .waitFor();
  // It is known no more once the page is left.
  await page.reload();
  await page
    .getByText(/--webhook-token INGEST_TOKEN/)
    .first()
    .waitFor();

  // By keyboard, and the address keeps what is chosen.
  await page.getByRole('radio', { name: 'kubeadm' }).focus();
  await page.keyboard.press('ArrowUp');
  await page.getByText('minikube.sh').first().waitFor();
  await page.reload();
  await page.getByText('minikube.sh').first().waitFor();
  expect(await page.getByRole('radio', { name: 'minikube' }).isChecked()).toBe(true);
  await page.goto(`${stage.server.url}/clusters/nobody/setup`);
  await page.getByText('There is no such cluster').waitFor();
  await expectSound(page);
  expect(problems).toEqual([]);
  await page.context().close();
});

describe.each([390, 1280])('the setup, %i pixels wide', (width) => {
  it.concurrent.each(looksAt(width))('is whole in %s, %s', async (language, scheme) => {
    const { page, problems } = await stage.signedIn(width, language, scheme);
    for (const way of ['kubeadm', 'self-managed', 'registered', 'k3s', 'rke2', 'kops', 'talos', 'kind', 'minikube']) {
      await page.goto(`${stage.server.url}/clusters/edge/setup?for=${way}&backend=both`);
      await page.locator('li:has(> h3) figure').first().waitFor();
      await page.locator('details summary').first().click();
      await expectWhole(page);
    }
    expect(problems).toEqual([]);
    await page.context().close();
  });
});
