import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { localAdmin, type Caller } from '../../access/index.ts';
import { startTestServer, type TestServer } from '../../app/testkit.ts';
import { startReceiver } from '../../delivery/channels/testkit.ts';
import type { Message } from '../../delivery/index.ts';
import { temporaryDelivery, type TemporaryDelivery } from '../../delivery/testkit.ts';
import { createLogger } from '../../platform/index.ts';
import { createReportSchedules } from './schedules.ts';
import { startScheduler } from './scheduler.ts';

const recorded = path.resolve(import.meta.dirname, '../../../test/fixtures/recorded/ack-v1');
/** Of the recording. */
const dayAfter = Date.parse('2026-11-21T09:00:00Z');

const mine = `kind: Dashboard
id: mine
title: {en: "Mine <b>", zh-CN: 我的}
sections:
  - panels:
      - id: users
        title: {en: Users}
        counts: events
        chart: pie
        statement: '* | select "user.username" as who, count(*) as n group by who order by n desc, who limit 5'
      - {id: wrong, title: {en: Wrong}, counts: events, chart: table, statement: '* | select 1/(count(*) - count(*)) as n'}
`;
const schedule = `kind: ReportSchedule
name: daily
dashboard: mine
schedule: {daily: "09:00"}
range: 1d
channels: [mail, hook]
`;

let server: TestServer;
let kept: TemporaryDelivery;
beforeAll(async () => {
  server = await startTestServer();
  const token = await server.addCluster('ack');
  const bytes = gunzipSync(readFileSync(path.join(recorded, 'kubernetes-2026-11-20T18-06-33.126.audit.gz')));
  const headers = { authorization: `Bearer ${token}` };
  const sent = await server.call('POST', '/ingest/v1/clusters/ack/audit?wait=stored', bytes, headers);
  expect(sent.status).toBe(200);
  const json = { 'content-type': 'application/json' };
  const added = await server.call('POST', '/api/v1/dashboards', JSON.stringify({ yaml: mine }), json);
  expect(added.status).toBe(200);
});
afterAll(() => server.close());
beforeEach(async () => {
  kept = await temporaryDelivery();
});
afterEach(() => kept.remove());

function needs() {
  return {
    records: kept.records,
    reports: server.context.reports,
    clock: kept.clock,
    logger: createLogger('silent'),
    timeZone: 'UTC',
    publicUrl: () => 'https://audit.example',
    whenReady: Promise.resolve(),
    onQueued: () => kept.delivery.wake(),
    onChange: () => undefined,
  };
}

async function apply(text = schedule, caller: Caller = localAdmin) {
  const applied = await createReportSchedules(needs()).apply(text, caller);
  expect(applied.ok).toBe(true);
  return applied.diagnostics;
}

function advanceTo(moment: number): void {
  kept.clock.advance(moment - kept.clock.now());
}

async function queued() {
  const entries = await kept.records.outbox.list({ limit: 100 });
  return entries
    .toReversed()
    .map(({ key, channel, message }) => ({ key, channel, message: JSON.parse(message) as Message }));
}

/** What the message centre has. */
async function told(): Promise<readonly string[]> {
  const items = await kept.records.inbox.list({ reader: 'ann', scopes: undefined, limit: 10 });
  const messages = items.map(({ message }) => JSON.parse(message) as Message);
  return messages.map(({ title, text }) => `${title}: ${text}`);
}

/** Runs the scheduler until it has looked at everything. */
async function runOnce(): Promise<void> {
  const before = (await kept.records.reportSchedules.list()).map(({ ranAt }) => ranAt);
  const scheduler = startScheduler(needs());
  for (let tries = 0; tries < 600; tries += 1) {
    const now = (await kept.records.reportSchedules.list()).map(({ ranAt }) => ranAt);
    if (now.some((ranAt, index) => ranAt !== before[index])) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await scheduler.close();
}

/** A mail server that keeps what it is sent. */
async function startMailServer() {
  const mails: ParsedMail[] = [];
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _, done) => {
      void simpleParser(stream).then((mail) => {
        mails.push(mail);
        done(null);
      });
    },
  });
  smtp.listen(0, '127.0.0.1');
  await once(smtp.server, 'listening');
  const { port } = smtp.server.address() as AddressInfo;
  return {
    mails,
    url: `smtp://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => smtp.close(() => resolve())),
  };
}

test('a report arrives once over ten restarts, as HTML with pictures and CSV, and a panel that fails costs itself', async () => {
  await using post = await startMailServer();
  await using hook = await startReceiver(() => ({}));
  advanceTo(dayAfter - 60_000);
  expect(await apply()).toMatchObject([{ code: 'report-channel-missing' }, { code: 'report-channel-missing' }]);
  await kept.apply(`{kind: Channel, name: mail, type: email, url: "${post.url}", from: audit@whodunit.example, to: [boss@example.com]}
---
{kind: Channel, name: hook, type: webhook, url: "${hook.url}"}
`);
  advanceTo(dayAfter + 1000);
  const whenQueued = () => vi.waitFor(async () => expect(await queued()).toHaveLength(2), 60_000);
  const whenSent = () =>
    vi.waitFor(async () => expect(await kept.records.outbox.list({ limit: 9, state: 'sent' })).toHaveLength(2), 60_000);
  // Each time it ends at another moment of the making, of the sending, and after it.
  const moments = [0, 10, 40, 160, 640].map((ms) => () => new Promise((resolve) => setTimeout(resolve, ms)));
  for (const moment of [...moments, whenQueued, whenQueued, whenSent, whenSent, whenSent]) {
    const scheduler = startScheduler(needs());
    await moment();
    await scheduler.close();
    await kept.restart();
  }
  expect(hook.received).toHaveLength(1);
  expect(post.mails).toHaveLength(1);
  const key = `report/daily/${dayAfter}`;
  expect((await queued()).map((entry) => [entry.key, entry.channel])).toEqual([
    [`${key}/mail`, 'mail'],
    [`${key}/hook`, 'hook'],
  ]);
  expect(await kept.records.reportSchedules.find('daily')).toMatchObject({
    dueAt: dayAfter + 86_400_000,
    outcome: 'sent; panels that failed: wrong',
  });

  const [mail] = post.mails;
  expect(mail?.subject).toBe('[Report] Mine <b>');
  expect(mail?.text).toContain('Panels that failed: wrong');
  expect(mail?.text).toContain('2026-11-20 09:00 – 2026-11-21 09:00 (UTC)');
  expect(mail?.text).toContain(
    'https://audit.example/reports/mine?from=2026-11-20T09%3A00%3A00.000000Z&to=2026-11-21T09%3A00%3A00.000000Z&tz=UTC',
  );
  expect(mail?.attachments.map(({ filename }) => filename)).toEqual([
    'daily-2026-11-21.html',
    'daily-2026-11-21-users.csv',
  ]);
  const [html, csv] = mail?.attachments.map(({ content }) => content.toString('utf8')) ?? [];
  expect(html).toContain('<svg');
  expect(html).toContain('Mine &lt;b&gt;');
  expect(csv?.split('\r\n')[0]).toBe('\uFEFFwho,n');
  expect(csv?.split('\r\n').length).toBe(7);
});

test('what was missed while the server was off is one report, which says so', async () => {
  advanceTo(dayAfter - 60_000);
  await apply();
  advanceTo(dayAfter + 3 * 86_400_000 + 5000);
  await runOnce();
  const entries = await queued();
  expect(entries).toHaveLength(2);
  expect(entries[0]?.key).toBe(`report/daily/${dayAfter + 3 * 86_400_000}/mail`);
  expect(entries[0]?.message.text).toContain(
    'this one stands for 3 more, the first of which was due at 2026-11-21 09:00',
  );
  expect(entries[0]?.message.data['missed']).toBe(3);
});

test('one that is sent late is tried for as long as any message', async () => {
  advanceTo(dayAfter - 60_000);
  await apply(schedule.replace('{daily: "09:00"}', '{weekly: sat, at: "09:00"}'));
  const late = dayAfter + 3 * 86_400_000;
  advanceTo(late);
  await runOnce();
  const [entry] = await kept.records.outbox.list({ limit: 1 });
  expect(entry?.key).toBe(`report/daily/${dayAfter}/hook`);
  expect(entry?.expiresAt).toBeGreaterThanOrEqual(late + 86_400_000);
});

test('it is what its owner may see by then; without its owner it stops, and says so', async () => {
  advanceTo(dayAfter - 60_000);
  const limits = { projects: null, clusters: ['other'], namespaces: null, bodies: true };
  const user = { name: 'ann', passwordHash: 'x', role: 'analyst', mustChangePassword: false, limits } as const;
  const { createdAt } = await kept.records.users.add(user);
  const scope = { clusterIds: [], namespaces: null, bodies: true };
  const ann: Caller = {
    kind: 'user',
    name: 'ann',
    since: createdAt,
    role: 'analyst',
    projects: null,
    scope,
    mustChangePassword: false,
  };
  await apply(schedule, ann);
  const schedules = createReportSchedules(needs());
  expect(await schedules.list(localAdmin)).toMatchObject([{ name: 'daily', owner: { name: 'ann' } }]);
  const bob = { ...ann, name: 'bob' };
  expect(await schedules.list(bob)).toEqual([]);
  await expect(schedules.run('daily', { caller: bob, signal: AbortSignal.timeout(10_000) })).rejects.toMatchObject({
    code: 'not-found',
  });
  await expect(createReportSchedules(needs()).apply(schedule, bob)).rejects.toMatchObject({ code: 'conflict' });
  advanceTo(dayAfter);
  await runOnce();
  const [first] = await queued();
  // The cluster is not theirs to see.
  expect(first?.message.data['clusters'] ?? []).not.toContain('ack');
  await kept.records.users.delete('ann');
  advanceTo(dayAfter + 86_400_000);
  await runOnce();
  expect(await kept.records.reportSchedules.find('daily')).toMatchObject({
    dueAt: undefined,
    outcome: 'stopped: its owner was deleted',
  });
  expect(await told()).toEqual(['Report "daily" was not made: stopped: its owner was deleted']);
});

test('one whose dashboard is gone goes on, and each failure is told in the message centre', async () => {
  advanceTo(dayAfter - 60_000);
  await apply(schedule.replace('dashboard: mine', 'dashboard: gone'));
  advanceTo(dayAfter);
  await runOnce();
  expect(await queued()).toEqual([]);
  expect(await kept.records.reportSchedules.find('daily')).toMatchObject({
    dueAt: dayAfter + 86_400_000,
    outcome: 'failed: cannot find dashboard "gone"',
  });
  expect(await told()).toEqual(['Report "daily" was not made: failed: cannot find dashboard "gone"']);
});

test('it is sent when asked for, besides its times', async () => {
  advanceTo(dayAfter - 60_000);
  await apply();
  const ran = await createReportSchedules(needs()).run('daily', {
    caller: localAdmin,
    signal: AbortSignal.timeout(60_000),
  });
  expect(ran.queued).toHaveLength(2);
  expect(ran.failedPanels).toEqual(['wrong']);
  expect((await kept.records.reportSchedules.find('daily'))?.dueAt).toBe(dayAfter);
});
