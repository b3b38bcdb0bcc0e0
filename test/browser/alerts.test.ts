import { describe, expect, it } from 'vitest';
import { callAs } from './support/api.ts';
import { expectSound, expectWhole } from './support/expect-sound.ts';
import { looksAt } from './support/looks.ts';
import { screenshot, shoot } from './support/screenshot.ts';
import { createStage } from './support/stage.ts';

/** What an attacker would like to be read as markup, a mention or a link. */
const attacker = 'mallory](https://evil.example) <img src=x onerror=alert(1)> @all';
let executed = 0;

function execBody(username = attacker): string {
  executed += 1;
  const now = new Date().toISOString();
  const event = {
    level: 'Metadata',
    auditID: `00000000-0000-4000-8000-${String(executed).padStart(12, '0')}`,
    stage: 'ResponseStarted',
    verb: 'get',
    requestURI: '/api/v1/namespaces/shop/pods/web-1/exec?command=id&container=web',
    user: { username, groups: ['system:authenticated'] },
    sourceIPs: ['10.20.0.7'],
    userAgent: 'kubectl/v1.36.3',
    objectRef: { resource: 'pods', namespace: 'shop', name: 'web-1', apiVersion: 'v1', subresource: 'exec' },
    responseStatus: { code: 101 },
    requestReceivedTimestamp: now,
    stageTimestamp: now,
  };
  return JSON.stringify({ kind: 'EventList', apiVersion: 'audit.k8s.io/v1', items: [event] });
}

const stage = createStage();

it('a rule is switched on by a click, and what it finds is read, taken, acknowledged and commented', async () => {
  const { page, problems } = await stage.signedIn();
  await page.goto(`${stage.server.url}/alerts/rules`);
  await page.getByRole('textbox', { name: 'Find a rule' }).fill('ack-command');
  await page.getByRole('switch', { name: /ACK: command executed/ }).click({ force: true });
  await page
    .getByRole('cell', { name: 'quiet' })
    .or(page.getByRole('cell', { name: 'not evaluated yet' }))
    .waitFor();
  await stage.server.ingest('prod-eu', execBody());
  await page.getByRole('link', { name: /^Inbox: 1 unread message$/ }).click();
  const title = `Command in shop/web-1 by ${attacker}`;
  await page.getByRole('button', { name: title }).click();
  await page.getByText('In container web of pod shop/web-1: id.').waitFor();
  await page.getByRole('link', { name: /^Inbox: 0 unread messages$/ }).waitFor();
  await page.getByRole('textbox', { name: 'Add a comment' }).fill('that was me');
  await page.keyboard.press('Enter');
  await page.getByRole('listitem').filter({ hasText: 'that was me' }).first().waitFor();
  await page.getByRole('button', { name: 'Take', exact: true }).click();
  await page.getByText('with admin').waitFor();
  await page.getByRole('button', { name: 'Acknowledge', exact: true }).click();
  await page.getByText('acknowledged', { exact: true }).waitFor();
  await expectSound(page);
  await page.getByRole('link', { name: 'History' }).click();
  await page.getByText(title).waitFor();
  await page.getByRole('link', { name: 'Events' }).click();
  await page.waitForURL((url) => url.pathname === '/explore');
  expect(problems).toEqual([]);
  await page.context().close();
});

it('a query becomes a rule; what is wrong with it is said at its place', async () => {
  const { page, problems } = await stage.signedIn();
  await page.goto(
    `${stage.server.url}/explore?q=${encodeURIComponent('verb: delete and objectRef.resource: secrets')}`,
  );
  await page.getByRole('link', { name: 'Alert on this query' }).click();
  await page.getByText('File', { exact: true }).click();
  const editor = page.getByRole('textbox', { name: 'File' });
  await editor.filter({ hasText: 'verb: delete and objectRef.resource: secrets' }).waitFor();
  const save = page.getByRole('button', { name: 'Save and switch on' });
  const write = async (text: string): Promise<void> => {
    await editor.click();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.insertText(text);
  };
  await write('kind: AlertRule\nname: broken\nquery: "verb: ("\nimmediate: true\n');
  await page
    .getByRole('list', { name: 'What is to be said of it' })
    .getByText(/Line 3/i)
    .first()
    .waitFor();
  expect(await save.isDisabled()).toBe(true);
  await write(
    'kind: AlertRule\nname: secrets-deleted\ndisplayName: Secrets deleted\nquery: "verb: delete and objectRef.resource: secrets"\nimmediate: true\n',
  );
  await page.getByRole('button', { name: 'Try with the last 7 days' }).click();
  await page.getByText(/this would have fired \d+ times?/).waitFor();
  await save.click();
  await page.getByRole('heading', { level: 1, name: 'Secrets deleted' }).waitFor();
  await page.getByText('the message centre alone').waitFor();
  await expectSound(page);
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('secrets-deleted');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.waitForURL((url) => url.pathname === '/alerts/rules');
  expect(problems).toEqual([]);
  await page.context().close();
});

it.each([
  [
    'zh-CN',
    {
      file: '文件',
      form: '表单',
      rule: ['没有集群“nowhere”', '您是指 prod-eu 吗', '90d 太长：最多 31d', '“a and b”无法读作 cron'],
      destination: 'kubernetes-audit 不接受 flat 形式的事件',
      add: '添加渠道',
      save: '保存',
      channel: 'name: 需要小写字母和数字',
      test: '发送测试消息',
      answer: '其地址 127.0.0.1 是私有',
    },
  ],
  [
    'ja',
    {
      file: 'ファイル',
      form: 'フォーム',
      rule: [
        'クラスター「nowhere」はありません',
        'prod-eu のことですか',
        '90d は長すぎます：最大 31d です',
        '「a and b」を cron として読めません',
      ],
      destination: 'kubernetes-audit は flat 形式のイベントを受け取りません',
      add: 'チャネルを追加',
      save: '保存',
      channel: 'name: 小文字の英字と数字が必要です',
      test: 'テストを送信',
      answer: 'アドレス 127.0.0.1 はプライベート',
    },
  ],
])('says in %s what is wrong with a rule, a destination and a channel', async (language, texts) => {
  const { page } = await stage.signedIn(1280, language);
  const fill = async (path: string, text: string): Promise<void> => {
    await page.goto(`${stage.server.url}${path}`);
    await page.getByText(texts.file, { exact: true }).click();
    await page.getByRole('textbox', { name: texts.file }).filter({ hasText: 'kind:' }).click();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.insertText(text);
  };
  const rule = `kind: AlertRule
name: broken
clusters: [nowhere, prod-ue]
query: 'verb: delete'
window: 90d
schedule: {cron: a and b}
`;
  await fill('/alerts/new', rule);
  for (const text of texts.rule) await page.getByText(text).first().waitFor();
  await shoot(page, `faulty-rule-${language}`);
  await fill('/destinations/new', 'kind: Destination\nname: siem\ntype: kubernetes-audit\nshape: flat\n');
  await page.getByText(texts.destination).first().waitFor();
  await page.getByText(texts.form, { exact: true }).click();
  await page.locator('.mantine-InputWrapper-error').getByText(texts.destination).waitFor();
  await shoot(page, `faulty-destination-${language}`);
  await page.goto(`${stage.server.url}/alerts/channels`);
  const name = `of-${language.toLowerCase()}`;
  const form = { name, type: 'webhook', url: 'http://127.0.0.1:9/hook' };
  expect((await callAs(page, 'POST', '/api/v1/channels', form)).status).toBe(200);
  await page.reload();
  const row = page.getByRole('row', { name: new RegExp(name) });
  await row.getByRole('button', { name: texts.test }).click();
  await row.getByRole('status').getByText(texts.answer).waitFor();
  await page.getByRole('button', { name: texts.add }).click();
  await page.getByRole('dialog').getByRole('textbox').first().fill('On Call');
  await page.getByRole('dialog').locator('input[type=password]').first().fill('http://127.0.0.1:9/hook');
  await page.getByRole('dialog').getByRole('button', { name: texts.save }).click();
  await page.getByRole('alert').getByText(texts.channel).waitFor();
  await shoot(page, `faulty-channel-${language}`);
  await page.context().close();
});

it('a rule is made of a form, and what it would have found leads to the events', async () => {
  const { page, problems } = await stage.signedIn();
  await page.goto(`${stage.server.url}/alerts/new`);
  await page.getByRole('textbox', { name: 'Title', exact: true }).fill('Pods, however many');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('many pods');
  const findings = page.getByRole('list', { name: 'What is to be said of it' });
  await findings.getByText(/expected lower-case letters/).waitFor();
  const save = page.getByRole('button', { name: 'Save and switch on' });
  expect(await save.isDisabled()).toBe(true);
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('many-pods');
  await page.getByRole('combobox', { name: 'Evaluated' }).click();
  await page.getByRole('option', { name: 'every 1h' }).click();
  await page.getByRole('textbox', { name: 'Fires from this many rows' }).fill('3');
  await page.getByRole('combobox', { name: 'Severity' }).click();
  await page.getByRole('option', { name: 'High' }).click();
  await expectSound(page);
  await screenshot(page, 'alert-rule-form-en-light-1280');
  await page.getByText('File', { exact: true }).click();
  const file = page.getByRole('textbox', { name: 'File' });
  for (const line of ['name: many-pods', 'every: 1h', 'countCondition: __count__ >= 3', 'severity: high'])
    await file.filter({ hasText: line }).waitFor();
  await save.click();
  await page.getByRole('heading', { level: 1, name: 'Pods, however many' }).waitFor();
  await page.goto(`${stage.server.url}/alerts/rules/no-such-rule`);
  await page.getByRole('heading', { name: 'It was not found' }).waitFor();
  await expectSound(page);
  expect(problems.filter((problem) => !problem.includes('404'))).toEqual([]);
  await page.context().close();
});

it('a policy is written with what is wrong said at its place, and mended by a click', async () => {
  const { page, problems } = await stage.signedIn();
  const channel = { name: 'night-shift', type: 'webhook', url: 'https://hooks.corp.example/n' };
  expect((await callAs(page, 'POST', '/api/v1/channels', channel)).status).toBe(200);
  await page.goto(`${stage.server.url}/alerts/policies`);
  await page.getByText('No policy yet').waitFor();
  await page.getByRole('link', { name: 'New policy' }).click();
  const file = page.getByRole('textbox', { name: 'File' });
  const write = async (groupBy: string): Promise<void> => {
    const routes = `routes:\n  - groupBy: ['${groupBy}']\n    channels: [night-shft]\n`;
    await file.click();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.insertText(`kind: AlertPolicy\nname: nights\n${routes}`);
  };
  await write('@who');
  const save = page.getByRole('button', { name: 'Save' });
  const findings = page.getByRole('list', { name: 'What is to be said of it' });
  await findings.getByText('alerts have no attribute "@who"').waitFor();
  expect(await save.isDisabled()).toBe(true);
  await write('@rule');
  await findings.getByText('there is no channel "night-shft"').waitFor();
  await findings.getByRole('button', { name: 'Write night-shift' }).click();
  await file.filter({ hasText: 'channels: [night-shift]' }).waitFor();
  await expect.poll(() => findings.getByRole('listitem').count()).toBe(0);
  await expectSound(page);
  await save.click();
  const row = page.getByRole('row', { name: /nights/ });
  await row.getByText('everything').waitFor();
  await expectSound(page);
  await row.getByRole('link', { name: 'Edit' }).click();
  await file.filter({ hasText: 'name: nights' }).waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await row.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('nights');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('No policy yet').waitFor();
  expect(problems).toEqual([]);
  await page.context().close();
});

it('a channel is added, its secret is never shown again, and a test says what the other side answered', async () => {
  const { page } = await stage.signedIn();
  await page.goto(`${stage.server.url}/alerts/channels`);
  await page.getByRole('button', { name: 'Add channel' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Channel' }).fill('oncall');
  await dialog.locator('input[type=password]').first().fill('http://127.0.0.1:9/hook?token=never-shown');
  await dialog.getByRole('button', { name: 'Save' }).click();
  const row = page.getByRole('row', { name: /oncall/ });
  await row.getByText('127.0.0.1:9').waitFor();
  expect(await page.content()).not.toContain('never-shown');
  await row.getByRole('button', { name: 'Send a test' }).click();
  // The address is of this machine, and nobody has allowed that.
  await row
    .getByRole('status')
    .getByText(/refused|private|loopback/)
    .waitFor();
  await page.context().close();
});

it('the history says what kept an alert back, what was sent and answered; what was given up is sent again', async () => {
  const { page, problems } = await stage.signedIn();
  const channel = { name: 'unreachable', type: 'webhook', url: 'http://127.0.0.1:9/hook' };
  const rule = (name: string) => `kind: AlertRule
name: ${name}
query: 'objectRef.subresource: exec'
immediate: true
annotations: { title: { en: '${name} by \${user.username}', zh-CN: '\${user.username} 触发 ${name}' } }
channels: [unreachable]
`;
  const silence = {
    matchers: [{ attribute: 'rule', op: '=', values: ['kept-quiet'] }],
    comment: 'planned work',
    endsAt: new Date(Date.now() + 3_600_000).toISOString(),
  };
  const yaml = `${rule('told-aloud')}---\n${rule('kept-quiet')}`;
  for (const [path, body] of [
    ['/api/v1/channels', channel],
    ['/api/v1/alerts/silences', silence],
    ['/api/v1/alerts/rules', { yaml }],
  ] as const)
    expect((await callAs(page, 'POST', path, body)).status).toBe(200);
  await stage.server.ingest('prod-eu', execBody());

  await page.goto(`${stage.server.url}/alerts/history?rule=kept-quiet`);
  await page.getByText('silenced by admin: planned work').waitFor();
  await page.goto(`${stage.server.url}/alerts/history?rule=told-aloud`);
  const alert = page.getByRole('listitem').filter({ hasText: `told-aloud by ${attacker}` });
  await alert.getByText(/^told \d/).waitFor();
  await alert.getByRole('button', { name: 'Details' }).click();
  await alert.getByText('/api/v1/namespaces/shop/pods/web-1/exec?command=id&container=web').waitFor();
  const sent = alert.getByRole('row', { name: /unreachable/ });
  await sent.getByText('given up').waitFor();
  await sent.getByRole('button', { name: 'Show tries' }).click();
  const tries = page.getByRole('dialog');
  await tries.getByRole('cell', { name: 'refused', exact: true }).waitFor();
  await expectSound(page);
  await page.keyboard.press('Escape');
  await sent.getByRole('button', { name: 'Send again' }).click();
  await sent.getByRole('cell', { name: '2', exact: true }).waitFor();
  await page.goto(`${stage.server.url}/alerts/history?cause=no%2Fsuch%2Fcause`);
  await page.getByText('This alert is not in the history any more').waitFor();
  expect(problems).toEqual([]);
  await page.context().close();

  const chinese = await stage.signedIn(1280, 'zh-CN');
  await chinese.page.goto(`${stage.server.url}/alerts/inbox`);
  await chinese.page.getByRole('button', { name: `${attacker} 触发 told-aloud` }).waitFor();
  await chinese.page.context().close();
});

it('the inbox is worked through by keys: on, open, acknowledge, silence', async () => {
  const { page, problems } = await stage.signedIn();
  const rule = {
    kind: 'AlertRule',
    name: 'by-keys',
    displayName: 'Command executed in a container',
    query: 'objectRef.subresource: exec | select auditID, "user.username" as user, "derived.command" as command',
    immediate: true,
    groupBy: ['auditID', 'user'],
    severity: 'high',
    annotations: { title: '${user} ran ${command}', desc: 'In container web of pod shop/web-1.' },
    channels: ['oncall'],
  };
  expect((await callAs(page, 'POST', '/api/v1/alerts/rules', rule)).status).toBe(200);
  for (const user of ['anna.berg@harbor.example', 'mallory@corp.example'])
    await stage.server.ingest('prod-eu', execBody(user));
  await page.goto(`${stage.server.url}/alerts/inbox`);
  await page.getByRole('button', { name: /mallory@corp.example ran id$/ }).waitFor();
  const heads = page.locator('button[data-head]');
  await expect.poll(() => heads.count()).toBeGreaterThan(1);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  expect(await heads.nth(1).evaluate((head) => head === document.activeElement)).toBe(true);
  await page.keyboard.press('k');
  const first = page
    .getByRole('list', { name: 'Inbox' })
    .locator('> li')
    .filter({ hasText: 'mallory@corp.example ran id' });
  await page.getByRole('button', { name: /mallory@corp.example ran id$/ }).focus();
  await page.keyboard.press('Enter');
  await first.getByText('What was sent').waitFor();
  await screenshot(page, 'alerts-inbox-en-light-1280');
  await page.keyboard.press('a');
  await first.getByText('acknowledged', { exact: true }).waitFor();
  await page.keyboard.press('s');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('@rule="by-keys"').waitFor();
  await dialog.getByRole('textbox', { name: 'Why' }).fill('known');
  await expectSound(page);
  await dialog.getByRole('button', { name: 'Silence' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.goto(`${stage.server.url}/alerts/silences`);
  await page.getByRole('button', { name: 'New silence' }).click();
  await dialog.getByRole('combobox', { name: 'What is asked for' }).click();
  await page.getByRole('option', { name: 'Label' }).click();
  await dialog.getByRole('textbox', { name: 'Name of the label' }).fill('user');
  await dialog.getByRole('combobox', { name: 'Values' }).fill('eve');
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await dialog.getByText('user="eve"').waitFor();
  await dialog.getByRole('textbox', { name: 'Why' }).fill('eve is on holiday');
  await dialog.getByRole('button', { name: 'Silence' }).click();
  await page.getByRole('cell', { name: 'eve is on holiday' }).waitFor();
  await expectSound(page);
  expect(problems).toEqual([]);
  await page.context().close();
});

describe.each([390, 1280])('alerts, %i pixels wide', (width) => {
  it.concurrent.each(looksAt(width))('are sound on every page in %s, %s', async (language, scheme) => {
    const { page, problems } = await stage.signedIn(width, language, scheme);
    for (const section of [
      'inbox',
      'active',
      'history',
      'rules',
      'policies',
      'policies/new',
      'silences',
      'channels',
      'rules/secrets-sweep',
      'new',
    ]) {
      await page.goto(`${stage.server.url}/alerts/${section}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      // Not expect.poll: these cases run at the same time, and it needs to know which test is its own.
      await page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null);
      await expectWhole(page);
    }
    expect(problems).toEqual([]);
    await page.context().close();
  });
});
