import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { alertmanager } from '../../src/delivery/channels/alertmanager.ts';
import {
  hostileMessage,
  refreshThrough,
  sendThrough,
  startReceiver,
  testMessage,
  type TestReceiver,
} from '../../src/delivery/channels/testkit.ts';
import { buildGoProgram } from './go-program.ts';
import { freePort, type Program, startProgram, until } from './program.ts';

interface Alert {
  readonly status: string | { readonly state: string };
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly endsAt: string;
}

const program = await buildGoProgram({
  module: 'github.com/prometheus/alertmanager',
  // The last release that can be built of its module: later ones need the files of their page.
  version: 'v0.31.1',
  folder: 'cmd/alertmanager',
});

describe.skipIf(program === undefined)('Prometheus Alertmanager', () => {
  let folder = '';
  let running: Program;
  let told: TestReceiver;
  let url = '';
  let starts = 0;

  async function start(): Promise<void> {
    starts += 1;
    const [config, port] = [path.join(folder, 'alertmanager.yml'), new URL(url).port];
    running = startProgram(program ?? '', [
      `--config.file=${config}`,
      // Nothing is left of the one before, as after a new pod.
      `--storage.path=${path.join(folder, String(starts))}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
    ]);
    await until('Alertmanager', async () => ((await fetch(`${url}/-/ready`)).ok ? true : undefined));
  }

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'alertmanager-'));
    told = await startReceiver(() => ({}));
    url = `http://127.0.0.1:${await freePort()}`;
    const route = '{receiver: test, group_by: ["..."], group_wait: 0s, group_interval: 1s, repeat_interval: 1h}';
    const receiver = `{name: test, webhook_configs: [{url: "${told.url}", send_resolved: true}]}`;
    writeFileSync(path.join(folder, 'alertmanager.yml'), `route: ${route}\nreceivers: [${receiver}]\n`);
    await start();
  });
  afterAll(async () => {
    await running.kill();
    await told[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  const settings = () => ({ url });
  const alertsTold = () =>
    told.received.flatMap(({ body }) => (JSON.parse(body) as { alerts: readonly Alert[] }).alerts);
  const toldOf = (pod: string, status: string) =>
    until(`${pod} ${status}`, async () =>
      alertsTold().find((alert) => alert.status === status && alert.labels['pod'] === pod),
    );
  const open = async () => (await (await fetch(`${url}/api/v2/alerts`)).json()) as readonly Alert[];
  const about = (pod: string) =>
    testMessage({ labels: { rule: 'exec', pod }, problem: `exec/${pod}`, startedAt: Date.now() - 1000 });

  test('a problem is announced, lives for four minutes, and is over when it is told so', async () => {
    const now = Date.now();
    expect(await sendThrough(alertmanager, { settings: settings(), now, message: about('a') })).toMatchObject({
      kind: 'delivered',
    });
    const firing = await toldOf('a', 'firing');
    expect(firing.labels).toEqual({ alertname: 'exec', rule: 'exec', pod: 'a', severity: 'high' });
    expect(firing.annotations['summary']).toBe('Shell opened in web-1');
    const [alert] = await open();
    expect(Date.parse(alert?.endsAt ?? '')).toBe(now + 240_000);
    const over = { ...about('a'), kind: 'resolved', endedAt: Date.now() } as const;
    expect(await sendThrough(alertmanager, { settings: settings(), now: Date.now(), message: over })).toMatchObject({
      kind: 'delivered',
    });
    await toldOf('a', 'resolved');
  });

  test('after it died and forgot everything, what is open is announced anew, and what ended meanwhile is not', async () => {
    await sendThrough(alertmanager, { settings: settings(), now: Date.now(), message: about('b') });
    await toldOf('b', 'firing');
    await running.kill();
    const before = alertsTold().length;
    await start();
    expect(await open()).toEqual([]);
    const over = { ...about('c'), kind: 'resolved', endedAt: Date.now() - 60_000 } as const;
    const refreshed = await refreshThrough(alertmanager, { settings: settings(), now: Date.now() }, [about('b'), over]);
    expect(refreshed).toMatchObject({ kind: 'delivered' });
    await until('b again', async () =>
      alertsTold()
        .slice(before)
        .some(({ labels }) => labels['pod'] === 'b')
        ? true
        : undefined,
    );
    expect(alertsTold().some(({ labels }) => labels['pod'] === 'c')).toBe(false);
  });

  test('of a list with a bad alert the others are taken, and it is told which kind of fault it has', async () => {
    const bad = { ...about('bad'), links: [{ title: 'no address', url: '::' }] };
    const messages = ['d', 'e', 'f'].map(about);
    const outcome = await refreshThrough(alertmanager, { settings: settings(), now: Date.now() }, [bad, ...messages]);
    expect(outcome).toMatchObject({ kind: 'failed', status: 422 });
    const pods = (await open()).map(({ labels }) => labels['pod']);
    expect(pods).toEqual(expect.arrayContaining(['d', 'e', 'f']));
    expect(pods).not.toContain('bad');
  });

  test('labels and texts of attackers are taken as they are', async () => {
    expect(
      await sendThrough(alertmanager, { settings: settings(), now: Date.now(), message: hostileMessage }),
    ).toMatchObject({
      kind: 'delivered',
    });
  });
});
