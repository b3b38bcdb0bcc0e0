// From the body of a webhook to what a group of DingTalk reads: built-in rules, a policy, and a robot that is as strict as the real one.
import { createHmac } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { type Received, startReceiver, type TestReceiver } from '../delivery/channels/testkit.ts';
import { startTestServer, type TestServer } from './testkit.ts';

const secret = 'SECtold';
const Body = z.object({ msgtype: z.literal('markdown'), markdown: z.object({ title: z.string(), text: z.string() }) });

/** A robot of DingTalk: it checks token, time, signature and form, and takes 20 messages a minute. Errors come with status 200. */
function createRobot() {
  const taken: { readonly at: number; readonly title: string; readonly text: string }[] = [];
  const refused: string[] = [];
  const refuse = (errcode: number, errmsg: string) => {
    refused.push(errmsg);
    return { errcode, errmsg };
  };
  const judge = ({ path: target, body, headers }: Received) => {
    const { pathname, searchParams } = new URL(target, 'http://robot');
    const now = Date.now();
    const timestamp = searchParams.get('timestamp') ?? '';
    const sign = createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');
    if (pathname !== '/robot/send' || searchParams.get('access_token') !== 't')
      return refuse(300_005, 'token is not exist');
    if (Math.abs(now - Number(timestamp)) > 3_600_000) return refuse(310_000, 'invalid timestamp');
    if (searchParams.get('sign') !== sign) return refuse(310_000, 'sign not match');
    if (!(headers['content-type'] ?? '').startsWith('application/json')) return refuse(43_004, 'invalid content type');
    if (taken.filter(({ at }) => now - at < 60_000).length >= 20) return refuse(130_101, 'send too fast');
    const parsed = Body.safeParse(JSON.parse(body));
    if (!parsed.success) return refuse(400_105, 'unsupported msgtype');
    taken.push({ at: now, ...parsed.data.markdown });
    return { errcode: 0, errmsg: 'ok' };
  };
  return { taken, refused, answer: (received: Received) => ({ body: JSON.stringify(judge(received)) }) };
}

const robot = createRobot();
let receiver: TestReceiver;
let data = '';
let server: TestServer;
let token = '';

beforeAll(async () => {
  vi.stubEnv('WHODUNIT_ALLOW_PRIVATE_DESTINATIONS', '127.0.0.0/8');
  data = mkdtempSync(path.join(tmpdir(), 'told-'));
  mkdirSync(path.join(data, 'block-lists'));
  writeFileSync(path.join(data, 'block-lists', 'bad.txt'), '8.8.8.8\n');
  receiver = await startReceiver(robot.answer);
  server = await startTestServer({ data });
  token = await server.addCluster('prod');
  const channel = { name: 'group', type: 'dingtalk', url: `${receiver.url}/robot/send?access_token=t`, secret };
  await post('/api/v1/channels', channel);
  await post('/api/v1/alerts/rules', { yaml: 'kind: AlertPolicy\nname: default\nroutes: [{channels: [group]}]\n' });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server.close();
  await receiver[Symbol.asyncDispose]();
  rmSync(data, { recursive: true, force: true });
});

async function post(target: string, body: unknown = {}): Promise<void> {
  const { status, body: answer } = await server.call('POST', target, JSON.stringify(body), {
    'content-type': 'application/json',
  });
  if (status !== 200) throw new Error(`${target}: ${JSON.stringify(answer)}`);
}

/** As kube-apiserver sends events. */
async function receive(...items: readonly object[]): Promise<void> {
  const body = JSON.stringify({ kind: 'EventList', apiVersion: 'audit.k8s.io/v1', metadata: {}, items });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const { status } = await server.call('POST', '/ingest/v1/clusters/prod/audit', body, headers);
  expect(status).toBe(200);
}

/** A robot takes what waits a minute later, and a busy machine takes its time. */
const patient = { timeout: 280_000, interval: 100 };

function textsAbout(words: string): readonly string[] {
  return robot.taken.filter(({ text }) => text.includes(words)).map(({ text }) => text);
}

const when = new Date();
when.setUTCMilliseconds(0);

function execEvent(auditID: string, more: Readonly<Record<string, unknown>> = {}): object {
  const command = 'command=sh&command=-c&command=cat+%2Fetc%2Fhosts';
  return {
    level: 'Request',
    auditID,
    stage: 'ResponseStarted',
    requestURI: `/api/v1/namespaces/shop/pods/web-1/exec?${command}&container=nginx&stdin=true&stdout=true&tty=true`,
    verb: 'get',
    user: { username: 'mallory@corp.example', groups: ['system:authenticated'] },
    sourceIPs: ['203.0.113.9'],
    userAgent: 'kubectl/v1.36.3 (linux/amd64) kubernetes/0000000',
    objectRef: { resource: 'pods', namespace: 'shop', name: 'web-1', apiVersion: 'v1', subresource: 'exec' },
    responseStatus: { metadata: {}, code: 101 },
    requestReceivedTimestamp: when.toISOString().replace('Z', '000Z'),
    stageTimestamp: when.toISOString().replace('Z', '000Z'),
    ...more,
  };
}

describe('a command in a container', () => {
  beforeAll(() => post('/api/v1/alerts/rules/ack-command-executed/enable'));

  test('is told once, with container, command, user, id, time and address; the same event again is not', async () => {
    const event = execEvent('0b7c2f5e-92d1-4e0b-8f6f-3a5d1f2e9c01');
    await receive(event);
    await vi.waitFor(() => expect(robot.taken).toHaveLength(1), patient);
    const [message] = robot.taken;
    expect(message?.title).toContain('Command in shop/web-1 by mallory@corp.example');
    // Whatever an event says is escaped, which the group does not see.
    const shown = message?.text.replaceAll('\\', '').replaceAll('\u200B', '') ?? '';
    const time = when.toISOString().slice(0, 19).replace('T', ' ');
    expect(shown).toContain(
      'In container nginx of pod shop/web-1: sh -c cat /etc/hosts. By mallory@corp.example from 203.0.113.9 at ' +
        `${time}, answered 101. Audit id 0b7c2f5e-92d1-4e0b-8f6f-3a5d1f2e9c01.`,
    );
    await receive(event);
    await receive(execEvent('0b7c2f5e-92d1-4e0b-8f6f-3a5d1f2e9c02'));
    await vi.waitFor(() => expect(robot.taken).toHaveLength(2), patient);
    expect(textsAbout('3a5d1f2e9c01')).toHaveLength(1);
    expect(textsAbout('3a5d1f2e9c02')).toHaveLength(1);
    expect(robot.refused).toEqual([]);
  });

  test('of which there are many at once are told within the rate of the robot, and none is left out', async () => {
    const before = robot.taken.length;
    const ids = Array.from({ length: 40 }, (_, index) => `5d1f2e9c-0000-4000-8000-${String(index).padStart(12, '0')}`);
    await receive(...ids.map((id) => execEvent(id)));
    const told = () => {
      const since = robot.taken.slice(before);
      const alone = ids.filter((id) => since.some(({ text }) => text.includes(id.slice(-12)))).length;
      const counts = since.map(({ text }) => Number(/ack-command-executed\*\*: (\d+)/.exec(text)?.[1] ?? 0));
      return alone + counts.reduce((sum, count) => sum + count, 0);
    };
    await vi.waitFor(() => expect(told()).toBe(40), patient);
    expect(robot.refused).toEqual([]);
  });
});

describe('access from the Internet', () => {
  beforeAll(() => post('/api/v1/alerts/rules/internet-access-failures/enable'));

  /** Requests from an address, of which the first so many are refused. */
  function requests(address: string, count: number, failed: number): readonly object[] {
    return Array.from({ length: count }, (_, index) =>
      execEvent(`${address}-${index}`, {
        stage: 'ResponseComplete',
        verb: 'list',
        requestURI: '/api/v1/namespaces/shop/pods',
        objectRef: { resource: 'pods', namespace: 'shop', apiVersion: 'v1' },
        sourceIPs: [address],
        responseStatus: { metadata: {}, code: index < failed ? 403 : 200 },
      }),
    );
  }

  test('is told of 10 requests of which 6 failed; not of 5, nor of 9, nor of private addresses', async () => {
    await receive(
      ...requests('8.8.8.8', 10, 6),
      ...requests('1.1.1.1', 10, 5),
      ...requests('9.9.9.9', 9, 9),
      ...requests('10.20.0.7', 10, 10),
      ...requests('192.168.3.4', 30, 30),
    );
    const ofRule = () => robot.taken.filter(({ title }) => /requests from .* failed/.test(title));
    await vi.waitFor(() => expect(ofRule()).toHaveLength(1), patient);
    const [message] = ofRule();
    expect(message?.title).toContain('60% of 10 requests from 8.8.8.8 failed');
    const shown = message?.text.replaceAll('\\', '') ?? '';
    expect(shown).toMatch(/Address 8\.8\.8\.8, region United States, provider [^;]*; on a block list: yes\./);
    expect(shown).toContain('10 requests, 6 failed, 6 of them refused. Last user mallory@corp.example, cluster prod.');
  });
});
