import { expect, test } from 'vitest';
import { alertmanager } from './alertmanager.ts';
import {
  hostileMessage,
  refreshThrough,
  sendThrough,
  startReceiver,
  testMessage,
  type Received,
  type TestAnswer,
} from './testkit.ts';

interface Alert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly generatorURL?: string;
}

function alertsOf(request: Received | undefined): readonly Alert[] {
  return JSON.parse(request?.body ?? '') as readonly Alert[];
}

const now = Date.parse('2026-11-29T07:10:00Z');

test('a problem is an alert that ends by itself four minutes later, unless it is told again', async () => {
  await using receiver = await startReceiver(() => ({}));
  const settings = { url: `${receiver.url}/prefix/`, username: 'whodunit' };
  const outcome = await sendThrough(alertmanager, { settings, secrets: { password: 'p:w' }, now });
  expect(outcome).toEqual({ kind: 'delivered', status: 200, answer: '' });
  expect(receiver.received[0]).toMatchObject({
    method: 'POST',
    path: '/prefix/api/v2/alerts',
    headers: { authorization: `Basic ${Buffer.from('whodunit:p:w').toString('base64')}` },
  });
  expect(alertsOf(receiver.received[0])).toEqual([
    {
      labels: { alertname: 'exec-in-container', rule: 'exec-in-container', cluster: 'prod', severity: 'high' },
      annotations: {
        summary: 'Shell opened in web-1',
        description: 'alice ran a command.\nIn the container app.\nUser: alice\nCommand: sh -c id',
      },
      startsAt: '2026-11-29T07:00:00.000Z',
      endsAt: '2026-11-29T07:14:00.000Z',
      generatorURL: 'https://whodunit.example/explore?query=a%20b&from=1',
    },
  ]);
});

test('one that is over ended when it ended, under the same labels, and never before it began nor in the future', async () => {
  await using receiver = await startReceiver(() => ({}));
  const settings = { url: receiver.url };
  const end = (endedAt?: number) => testMessage({ kind: 'resolved', ...(endedAt === undefined ? {} : { endedAt }) });
  await sendThrough(alertmanager, { settings, now });
  for (const message of [end(now - 1000), end(now + 3_600_000), end(), end(1000)])
    await sendThrough(alertmanager, { settings, now, message });
  const alerts = receiver.received.map((request) => alertsOf(request)[0]);
  expect(new Set(alerts.map((alert) => JSON.stringify(alert?.labels))).size).toBe(1);
  expect(alerts.slice(1).map((alert) => alert?.endsAt)).toEqual([
    '2026-11-29T07:09:59.000Z',
    '2026-11-29T07:10:00.000Z',
    '2026-11-29T07:10:00.000Z',
    '1970-01-01T00:00:01.000Z',
  ]);
  for (const alert of alerts)
    expect(Date.parse(alert?.startsAt ?? '')).toBeLessThanOrEqual(Date.parse(alert?.endsAt ?? ''));
});

test('messages that stand for themselves are alerts of their own', async () => {
  await using receiver = await startReceiver(() => ({}));
  const { problem: _, ...message } = testMessage();
  for (const key of ['a'.repeat(64), 'b'.repeat(64)])
    await sendThrough(alertmanager, { settings: { url: receiver.url }, secrets: { token: 't' }, key, message });
  const labels = receiver.received.map((request) => alertsOf(request)[0]?.labels['message']);
  expect(labels).toEqual(['a'.repeat(16), 'b'.repeat(16)]);
  expect(receiver.received[0]?.headers.authorization).toBe('Bearer t');
});

test('labels have names as Prometheus has them, none lost, and values that hide nothing', async () => {
  await using receiver = await startReceiver(() => ({}));
  const labels = {
    'user.username': 'a',
    user_username: 'b',
    '0day': 'c',
    '': 'd',
    empty: '',
    用户: 'e',
    ...hostileMessage.labels,
  };
  await sendThrough(alertmanager, { settings: { url: receiver.url }, message: testMessage({ labels }) });
  const [alert] = alertsOf(receiver.received[0]);
  expect(alert?.labels).toMatchObject({
    alertname: 'Whodunit',
    user_username: 'a',
    user_username_2: 'b',
    _0day: 'c',
    _: 'd',
    __: 'e',
  });
  for (const [name, value] of Object.entries(alert?.labels ?? {})) {
    expect(name).toMatch(/^[A-Za-z_][A-Za-z0-9_]*$/);
    expect(value).not.toMatch(/[\n\r\u202e]/);
  }
});

test.each([400, 422])(
  'what is open is told again in batches; of a batch refused with %i, all but the bad alert arrives',
  async (status) => {
    const isBad = ({ labels }: Alert) => labels['pod'] === 'p70';
    // As its API checks a batch before it takes any of it.
    const taken = new Set<string>();
    await using receiver = await startReceiver((request) => {
      const alerts = alertsOf(request);
      if (alerts.some(isBad)) return { status, body: '"invalid"' };
      for (const { labels } of alerts) taken.add(labels['pod'] ?? '');
      return {};
    });
    const messages = Array.from({ length: 150 }, (_, index) =>
      testMessage({ labels: { rule: 'r', pod: `p${index}` }, problem: `r/${index}` }),
    );
    const outcome = await refreshThrough(alertmanager, { settings: { url: receiver.url }, now }, messages);
    expect(outcome).toMatchObject({ kind: 'failed', status });
    expect(taken.size).toBe(149);
    expect(receiver.received.length).toBeLessThan(20);
    expect(alertsOf(receiver.received[0])[0]?.endsAt).toBe('2026-11-29T07:14:00.000Z');
  },
);

test('a batch that is refused for another reason than its alerts is not told again in pieces', async () => {
  await using receiver = await startReceiver(() => ({ status: 401 }));
  const messages = Array.from({ length: 64 }, (_, index) => testMessage({ problem: `r/${index}` }));
  const outcome = await refreshThrough(alertmanager, { settings: { url: receiver.url } }, messages);
  expect([outcome, receiver.received.length]).toMatchObject([{ kind: 'failed', status: 401 }, 1]);
});

test.each<[TestAnswer, object]>([
  [{ status: 400, body: '"start time must be before end time"' }, { kind: 'failed' }],
  [{ status: 415 }, { kind: 'failed' }],
  [
    { status: 429, headers: { 'retry-after': '2' } },
    { kind: 'retry', afterMs: 2000 },
  ],
  [{ status: 500 }, { kind: 'retry' }],
])('%o is %o', async (answer, outcome) => {
  await using receiver = await startReceiver(() => answer);
  expect(await sendThrough(alertmanager, { settings: { url: receiver.url } })).toMatchObject(outcome);
});
