import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { textOf } from '../base/index.ts';
import { startReceiver } from './channels/testkit.ts';
import { temporaryDelivery, type TemporaryDelivery } from './testkit.ts';

let kept: TemporaryDelivery;
beforeEach(async () => {
  kept = await temporaryDelivery();
});
afterEach(() => kept.remove());

const robot = `kind: Channel
name: oncall
type: dingtalk
url: https://oapi.dingtalk.com/robot/send?access_token=t0ken
secret: SEC000
keyword: alert
`;

async function openOf(name: string) {
  const opened = await kept.delivery.channels.open(name);
  return opened.ok ? opened.value : textOf(opened.reason);
}

async function problemsOf(yaml: string): Promise<readonly object[]> {
  const applied = await kept.delivery.channels.apply(yaml, 'ann');
  return applied.ok ? [] : applied.diagnostics;
}

describe('a channel', () => {
  test('is kept without its secrets, which are sealed', async () => {
    await kept.apply(robot);
    const shown = {
      name: 'oncall',
      type: 'dingtalk',
      language: 'en',
      settings: { keyword: 'alert' },
      secrets: [{ name: 'url', host: 'oapi.dingtalk.com' }, { name: 'secret' }],
      savedBy: 'ann',
      savedAt: kept.clock.now(),
    };
    expect(await kept.delivery.channels.list()).toEqual([shown]);
    expect(await openOf('oncall')).toMatchObject({
      settings: { keyword: 'alert' },
      secrets: { url: expect.stringContaining('t0ken'), secret: 'SEC000' },
      limits: { perMinute: 18 },
    });
    const contents = readFileSync(kept.path, 'latin1') + readFileSync(`${kept.path}-wal`, 'latin1');
    expect(contents).toContain('dingtalk');
    expect(contents).not.toContain('t0ken');
    expect(contents).not.toContain('SEC000');
  });

  test('keeps the secrets that a change leaves out, and only those', async () => {
    await kept.apply(robot);
    await kept.apply('{kind: Channel, name: oncall, type: dingtalk, secret: SEC111, language: zh-CN}');
    expect(await openOf('oncall')).toMatchObject({
      language: 'zh-CN',
      settings: {},
      secrets: { url: expect.stringContaining('t0ken'), secret: 'SEC111' },
    });
  });

  test('of another type does not send on the secrets of the one before', async () => {
    await kept.apply(robot);
    expect(await problemsOf('{kind: Channel, name: oncall, type: webhook}')).toMatchObject([
      { code: 'missing-channel-secret', message: 'url: expected, and none is kept of channel "oncall"', line: 1 },
    ]);
    expect(await openOf('oncall')).toMatchObject({ type: { type: 'dingtalk' } });
    await kept.apply('{kind: Channel, name: oncall, type: webhook, url: "https://hook.example/"}');
    expect(await openOf('oncall')).toMatchObject({ secrets: { url: 'https://hook.example/' } });
    await kept.apply(robot.replace('secret: SEC000\n', ''));
    expect(Object.keys(Object(await openOf('oncall')).secrets)).toEqual(['url']);
  });

  test.each([
    'http://oapi.dingtalk.com/robot/send',
    'https://evil.example/robot/send',
    'https://oapi.dingtalk.com:444/robot/send',
  ])('that goes to %s now does not send the secrets there that were given before', async (url) => {
    await kept.apply(robot);
    await kept.apply(`{kind: Channel, name: oncall, type: dingtalk, url: "${url}"}`);
    expect(Object(await openOf('oncall')).secrets).toEqual({ url });
  });

  test('of which only the path has changed keeps its secrets', async () => {
    await kept.apply(robot);
    await kept.apply('{kind: Channel, name: oncall, type: dingtalk, url: "https://oapi.dingtalk.com/other"}');
    expect(await openOf('oncall')).toMatchObject({ secrets: { secret: 'SEC000' } });
  });

  test('must be given again the secret that it needs where its address has changed', async () => {
    const genie = (host: string) => `kind: Channel
name: genie
type: opsgenie
url: https://${host}
`;
    await kept.apply(`${genie('api.opsgenie.com')}apiKey: key-0123456789\n`);
    await kept.apply(genie('api.opsgenie.com'));
    expect(await problemsOf(genie('evil.example'))).toMatchObject([
      { code: 'missing-channel-secret', message: expect.stringContaining('apiKey: to be given again') },
    ]);
    expect(await openOf('genie')).toMatchObject({ settings: { url: 'https://api.opsgenie.com' } });
    await kept.apply(`${genie('api.eu.opsgenie.com')}apiKey: key-9876543210\n`);
    expect(await openOf('genie')).toMatchObject({ secrets: { apiKey: 'key-9876543210' } });
  });

  test('that is deleted leaves no secret behind', async () => {
    await kept.apply(robot);
    expect(await kept.delivery.channels.delete('oncall')).toBe(true);
    expect(await kept.delivery.channels.delete('oncall')).toBe(false);
    expect(await openOf('oncall')).toBe('there is no channel "oncall"');
    expect(await kept.records.sealedSecrets.find('channel/oncall/url')).toBeUndefined();
  });

  test('has headers that are sealed as well', async () => {
    await kept.apply('{kind: Channel, name: a, type: webhook, url: "https://h.example/", headers: {X-Key: "k3y"}}');
    expect(await openOf('a')).toMatchObject({ secrets: { headers: '{"X-Key":"k3y"}' } });
    expect(JSON.stringify(await kept.delivery.channels.list())).not.toContain('k3y');
  });

  test('says that its secrets cannot be opened, in place of a call', async () => {
    await kept.apply(robot);
    const sealed = await kept.records.sealedSecrets.find('channel/oncall/url');
    if (sealed) await kept.records.sealedSecrets.put({ ...sealed, id: 'channel/oncall/secret' });
    expect(await openOf('oncall')).toContain('cannot open secret "channel/oncall/secret"');
  });
});

describe('a file', () => {
  test('may hold several channels, and other things', async () => {
    await kept.apply(`kind: AlertRule
name: not-ours
---
${robot}---
kind: Channel
name: siem
type: webhook
url: https://siem.example/hook
`);
    expect((await kept.delivery.channels.list()).map(({ name }) => name)).toEqual(['oncall', 'siem']);
  });

  test('is kept whole or not at all, and everything wrong is said at its place', async () => {
    const diagnostics = await problemsOf(`${robot}---
kind: Channel
name: oncall
type: webhook
url: https://siem.example/hook
methd: PUT
---
kind: Channel
name: Upper
type: webhook
---
kind: Channel
name: c
type: dingtak
---
kind: Channel
name: d
type: webhook
url: https://d.example
secret: [1]
`);
    expect(diagnostics).toMatchObject([
      {
        code: 'invalid-channel',
        message: 'the channel: there is no member "methd"',
        line: 12,
        hint: 'did you mean method?',
      },
      { code: 'invalid-channel', line: 15 },
      { code: 'unknown-channel-type', line: 20, hint: 'did you mean dingtalk?' },
      { code: 'invalid-channel', message: expect.stringMatching(/^secret: /), line: 26 },
      { code: 'duplicate-channel', line: 9 },
    ]);
    expect(await kept.delivery.channels.list()).toEqual([]);
  });

  test.each([
    ['', 'no-channel'],
    ['{kind: AlertRule, name: a}', 'no-channel'],
    ['a: [', 'channel-syntax'],
    ['['.repeat(100), 'channel-too-deep'],
    [' '.repeat((1 << 20) + 1), 'channel-too-large'],
  ])('without a channel says so (%#)', async (yaml, code) => {
    expect(await problemsOf(yaml)).toMatchObject([{ code }]);
  });
});

describe('a test message', () => {
  test('is sent now, and the answer given, without a secret', async () => {
    await using receiver = await startReceiver(({ path }) => ({ status: 400, body: `no ${path}` }));
    await kept.apply(
      `{kind: Channel, name: a, type: webhook, language: ja, url: "${receiver.url}/?token=t0ken-value"}`,
    );
    expect(await kept.delivery.test('a')).toEqual({ kind: 'failed', status: 400, answer: 'no /?token=[redacted]' });
    expect(JSON.parse(receiver.received[0]?.body ?? '')).toMatchObject({
      type: 'test',
      data: { title: 'チャネル a のテスト' },
    });
    await expect(kept.delivery.test('b')).rejects.toMatchObject({ code: 'not-found' });
  });

  test('has no part of a secret in its answer where that is cut', async () => {
    await using receiver = await startReceiver(() => ({ status: 400, body: `${'x'.repeat(1014)} t0ken-value` }));
    await kept.apply(`{kind: Channel, name: a, type: webhook, url: "${receiver.url}/?token=t0ken-value"}`);
    expect((await kept.delivery.test('a')).answer).not.toContain('t0ken');
  });

  test('that cannot be sent says why', async () => {
    await kept.apply('{kind: Channel, name: a, type: webhook, url: "http://10.0.0.1/"}');
    expect(await kept.delivery.test('a')).toMatchObject({
      kind: 'failed',
      answer: expect.stringContaining('10.0.0.1'),
    });
  });
});
