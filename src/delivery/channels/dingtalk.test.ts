import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  hostileMessage,
  largeMessage,
  sendThrough,
  startReceiver,
  type TestAnswer,
  testMessage,
  type TestReceiver,
  type TestSending,
} from './testkit.ts';
import { dingtalk, signedUrl } from './dingtalk.ts';

const secret = 'SECabc123';
const good = { body: '{"errcode":0,"errmsg":"ok"}' };
let answer: TestAnswer;
let robot: TestReceiver;

beforeEach(async () => {
  answer = good;
  robot = await startReceiver(() => answer);
});
afterEach(() => robot[Symbol.asyncDispose]());

function send(test: TestSending = {}) {
  return sendThrough(dingtalk, { secrets: { url: `${robot.url}/robot/send?access_token=t`, secret }, ...test });
}

interface Body {
  readonly msgtype: string;
  readonly markdown: { readonly title: string; readonly text: string };
  readonly at: { readonly atMobiles: string[]; readonly atUserIds: string[]; readonly isAtAll: boolean };
}

function lastBody(): Body {
  return JSON.parse(robot.received.at(-1)?.body ?? '') as Body;
}

describe('the signature', () => {
  test('is what DingTalk computes', () => {
    expect(signedUrl('https://oapi.dingtalk.com/robot/send?access_token=T', secret, 1_795_906_272_000)).toBe(
      'https://oapi.dingtalk.com/robot/send?access_token=T&timestamp=1795906272000&sign=zloKJReEKNkHj8kBf30X6CaPjwxOffjiuyYPU8XVMCo%3D',
    );
    expect(signedUrl('https://a.example/?access_token=T', undefined, 5)).toBe('https://a.example/?access_token=T');
  });

  test('of a call is of its own time', async () => {
    await send({ now: 1_795_906_272_123 });
    const { searchParams, pathname } = new URL(robot.received[0]?.path ?? '', robot.url);
    const expected = createHmac('sha256', secret).update(`1795906272123\n${secret}`).digest('base64');
    expect(pathname).toBe('/robot/send');
    expect(Object.fromEntries(searchParams)).toEqual({ access_token: 't', timestamp: '1795906272123', sign: expected });
  });
});

describe('a message', () => {
  test('has what it tells, as it is', async () => {
    const message = testMessage({
      facts: [
        { name: 'pod', value: 'web-7d4b9c-x2x1z' },
        { name: 'command', value: 'sh -c "cat /etc/shadow"' },
        { name: 'source IP', value: '203.0.113.9' },
        { name: 'user', value: 'system:serviceaccount:kube-system:my_account' },
      ],
    });
    expect(await send({ message })).toEqual({ kind: 'delivered', status: 200, answer: good.body });
    const { method, headers } = robot.received[0] ?? {};
    expect(method).toBe('POST');
    expect(headers?.['content-type']).toBe('application/json; charset=utf-8');
    expect(lastBody()).toEqual({
      msgtype: 'markdown',
      markdown: {
        title: '[High] Shell opened in web-1',
        text: [
          String.raw`#### \[High\] Shell opened in web-1`,
          'alice ran a command.',
          'In the container app.',
          [
            '- **pod**: web-7d4b9c-x2x1z',
            '- **command**: sh -c "cat /etc/shadow"',
            '- **source IP**: 203.0.113.9',
            '- **user**: system:serviceaccount:kube-system:my_account',
          ].join('\n'),
          '[Open the events](https://whodunit.example/explore?query=a%20b&from=1)',
          `> ${'a'.repeat(64)}`,
        ].join('\n\n'),
      },
      at: { atMobiles: [], atUserIds: [], isAtAll: false },
    });
  });

  test('is in the language of its channel', async () => {
    await send({ message: testMessage({ language: 'zh-CN' }) });
    expect(lastBody().markdown.title).toBe('[高] Shell opened in web-1');
    await send({ message: testMessage({ language: 'ja', kind: 'resolved' }) });
    expect(lastBody().markdown.title).toBe('[解決済み] Shell opened in web-1');
  });

  test('calls those whom the channel names, unless it is over', async () => {
    const settings = { atMobiles: ['13800000000'], atUserIds: ['u1'] };
    await send({ settings });
    expect(lastBody().at).toEqual({ atMobiles: ['13800000000'], atUserIds: ['u1'], isAtAll: false });
    expect(lastBody().markdown.text).toContain('\n\n@13800000000 @u1\n\n');
    await send({ settings: { atAll: true } });
    expect(lastBody().at.isAtAll).toBe(true);
    await send({ settings: { ...settings, atAll: true }, message: testMessage({ kind: 'resolved' }) });
    expect(lastBody().at).toEqual({ atMobiles: [], atUserIds: [], isAtAll: false });
    expect(lastBody().markdown.text).not.toContain('@');
  });

  test('has the keyword of the robot, also where it is over', async () => {
    await send({ settings: { keyword: '告警' }, message: testMessage({ kind: 'resolved' }) });
    expect(lastBody().markdown.text).toMatch(/ 告警$/);
    await send({ settings: { keyword: 'container' } });
    expect(lastBody().markdown.text.match(/container/g)).toHaveLength(1);
  });

  test('is cut to the room that there is, in characters of any script', async () => {
    await send({ message: largeMessage });
    expect(Buffer.byteLength(robot.received[0]?.body ?? '')).toBeLessThanOrEqual(20_000);
    await send({ message: largeMessage, bytes: 2500 });
    expect(Buffer.byteLength(robot.received[1]?.body ?? '')).toBeLessThanOrEqual(2500);
    expect(lastBody().markdown.title).toBe('[High] Shell opened in web-1');
  });
});

describe('what an attacker chose', () => {
  test('stays text wherever it stands', async () => {
    await send({ message: hostileMessage });
    const { title, text } = lastBody().markdown;
    expect(title).not.toMatch(/[\n\u202e]/);
    expect(text.match(/\]\(/g)).toHaveLength(1);
    expect(text.match(/:\/\//g)).toHaveLength(1);
    expect(text).not.toMatch(/(?<!\\)</);
    expect(text).not.toMatch(/(?<!\\)`/);
    expect(text).not.toMatch(/[^\\]\*\*b/);
    expect(text).not.toMatch(/@all|\u202e/);
    expect(lastBody().at.isAtAll).toBe(false);
  });
});

describe('the answer is read, whatever its status', () => {
  test.each([
    [{ errcode: 310_000, errmsg: 'keywords not in content' }, { kind: 'failed' }],
    [{ errcode: 300_001, errmsg: 'token is not exist' }, { kind: 'failed' }],
    [
      { errcode: 130_101, errmsg: 'send too fast' },
      { kind: 'retry', afterMs: 60_000 },
    ],
    [{ errcode: -1, errmsg: 'busy' }, { kind: 'retry' }],
    [{ errcode: 460_101, errmsg: 'message too long' }, { kind: 'too-large' }],
    [{ message: 'welcome' }, { kind: 'failed' }],
  ])('%o', async (said, expected) => {
    answer = { body: JSON.stringify(said) };
    expect(await send()).toMatchObject({ ...expected, status: 200, answer: answer.body });
  });

  test('of a status that is none of DingTalk', async () => {
    answer = { ...good, status: 502 };
    expect(await send()).toMatchObject({ kind: 'retry', status: 502 });
    answer = { ...good, status: 429, headers: { 'retry-after': '7' } };
    expect(await send()).toMatchObject({ kind: 'retry', afterMs: 7000 });
    answer = { body: '<html>' };
    expect(await send()).toMatchObject({ kind: 'failed', answer: '<html>' });
  });
});

test('settings are held to their form', () => {
  const { settings } = dingtalk;
  expect(settings.safeParse({ atMobiles: ['] all'] }).success).toBe(false);
  expect(settings.safeParse({ atUserIds: ['u@all'] }).success).toBe(false);
  expect(settings.safeParse({ keywords: 'a' }).success).toBe(false);
  expect(settings.safeParse({ keyword: 'a', atMobiles: ['+86-13800000000'] }).success).toBe(true);
});

test('a template makes the text, what it fills in stays text, and its fault is named', async () => {
  const message = testMessage({ data: { user: '[a](http://evil.example) @all' } });
  await send({ settings: { template: '**{{ alert.user }}**' }, message });
  expect(lastBody().markdown.text).toContain(String.raw`**\[a\] (http:\//evil.example) ＠all**`);
  expect(lastBody().markdown.text).not.toContain('alice');
  for (const made of ['to_json', 'quote', 'escape_html']) {
    await send({ settings: { template: `{{ alert.user | ${made} }}` }, message });
    expect(lastBody().markdown.text).toContain(String.raw`\[a\] (http:\//evil.example) ＠all`);
  }
  await send({ settings: { template: '{{ "*" | escape_markdown }}' }, message });
  expect(lastBody().markdown.text).toContain(String.raw`\*`);
  expect(lastBody().markdown.text).not.toContain(String.raw`\\`);
  await send({ settings: { template: '{{ 1 // 0 }}' }, message });
  expect(lastBody().markdown.text).toContain('alice ran a command.');
  expect(lastBody().markdown.text).toContain('The template of the channel failed: ');
});
