import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type AddressObject, type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { expect, test } from 'vitest';
import { issueAuthority, issueServer } from '../../server/auth/tls/issue.ts';
import { email } from './email.ts';
import { hostileMessage, sendThrough, testMessage } from './testkit.ts';

interface Mailbox extends AsyncDisposable {
  readonly port: number;
  readonly mails: readonly ParsedMail[];
  readonly raw: readonly string[];
  /** Of each mail: to whom it was handed over, and whether that was secured. */
  readonly handed: readonly { readonly to: readonly string[]; readonly isSecured: boolean }[];
}

/** A real server for mail. */
async function startMailbox(options: SMTPServerOptions = {}): Promise<Mailbox> {
  const mails: ParsedMail[] = [];
  const raw: string[] = [];
  const handed: { to: readonly string[]; isSecured: boolean }[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const whole = Buffer.concat(chunks);
        raw.push(whole.toString('latin1'));
        handed.push({ to: session.envelope.rcptTo.map(({ address }) => address), isSecured: session.secure });
        void simpleParser(whole).then((mail) => {
          mails.push(mail);
          done(null);
        });
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    raw,
    handed,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function settingsOf(port: number, more: object = {}): object {
  return { url: `smtp://127.0.0.1:${port}`, from: 'audit@whodunit.example', to: ['oncall@example.com'], ...more };
}

function failure(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

function addresses(field: AddressObject | AddressObject[] | undefined): readonly (string | undefined)[] {
  return [field ?? []].flat().flatMap(({ value }) => value.map(({ address }) => address));
}

test('a message arrives as HTML and as text, with its attachments', async () => {
  await using mailbox = await startMailbox();
  const attachments = [
    { name: 'rows.csv', contentType: 'text/csv', content: Buffer.from('a,b\n1,2\n').toString('base64') },
    { name: '../周报.html', contentType: 'text/html', content: Buffer.from('<p>报告</p>').toString('base64') },
  ];
  const outcome = await sendThrough(email, {
    settings: settingsOf(mailbox.port, { cc: ['boss@example.com'], bcc: ['log@example.com'] }),
    message: testMessage({ attachments }),
    key: 'key-1',
  });
  expect(outcome).toMatchObject({ kind: 'delivered', status: 250 });
  const [mail] = mailbox.mails;
  expect(mail?.subject).toBe('[High] Shell opened in web-1');
  expect(mail?.from?.value).toEqual([{ name: 'Whodunit', address: 'audit@whodunit.example' }]);
  expect([addresses(mail?.to), addresses(mail?.cc), addresses(mail?.bcc)]).toEqual([
    ['oncall@example.com'],
    ['boss@example.com'],
    [],
  ]);
  expect(mailbox.handed).toEqual([
    { to: ['oncall@example.com', 'boss@example.com', 'log@example.com'], isSecured: false },
  ]);
  expect(mail?.text).toContain('User: alice\nCommand: sh -c id');
  expect(mail?.html).toContain('<a href="https://whodunit.example/explore?query=a%20b&amp;from=1"');
  expect(mail?.headers.get('auto-submitted')).toBe('auto-generated');
  expect(
    mail?.attachments.map(({ filename, contentType, content }) => [filename, contentType, content.toString()]),
  ).toEqual([
    ['rows.csv', 'text/csv', 'a,b\n1,2\n'],
    ['.._周报.html', 'text/html', '<p>报告</p>'],
  ]);
});

test('the same delivery has the same Message-ID each time; mails of a problem refer to it', async () => {
  await using mailbox = await startMailbox();
  const settings = settingsOf(mailbox.port);
  for (const [key, message] of [
    ['a', testMessage()],
    ['a', testMessage()],
    ['b', testMessage({ kind: 'resolved' })],
    ['c', testMessage({ problem: 'another' })],
  ] as const)
    await sendThrough(email, { settings, key, message });
  const ids = mailbox.mails.map(({ messageId }) => messageId);
  expect(ids[0]).toMatch(/^<[0-9a-f]{32}@whodunit\.example>$/);
  expect(ids[1]).toBe(ids[0]);
  expect(new Set(ids).size).toBe(3);
  const references = mailbox.mails.map((mail) => mail.references);
  expect(references[0]).toMatch(/^<[0-9a-f]{32}@whodunit\.example>$/);
  expect(references.slice(1, 3)).toEqual([references[0], references[0]]);
  expect(references[3]).not.toBe(references[0]);
});

test('what attackers write adds no header, no recipient and no markup', async () => {
  await using mailbox = await startMailbox();
  await sendThrough(email, { settings: settingsOf(mailbox.port), message: hostileMessage });
  const [mail] = mailbox.mails;
  expect(mailbox.handed[0]?.to).toEqual(['oncall@example.com']);
  expect(mail?.headers.has('bcc')).toBe(false);
  expect(mail?.subject).toContain('Bcc: x@evil.example');
  expect(mail?.subject).not.toMatch(/[\r\n\u202e]/);
  const html = String(mail?.html);
  expect(html).toContain('&lt;script&gt;');
  expect(html.match(/<(?!\/?(html|head|meta|title|body|h1|p|br|table|tbody|tr|td|a|!doctype)\b)/gi)).toBeNull();
  expect(html.match(/href="[^"]*"/g)).toEqual(['href="https://whodunit.example/explore?query=a%20b&amp;from=1"']);
  expect(html).not.toMatch(/\u202e/);
});

test('what is too large to be attached is named', async () => {
  await using mailbox = await startMailbox();
  const big = { name: 'big.csv', contentType: 'text/csv', content: Buffer.alloc(80_000, 'x').toString('base64') };
  const small = { name: 'small.csv', contentType: 'text/csv', content: Buffer.from('x').toString('base64') };
  await sendThrough(email, {
    settings: settingsOf(mailbox.port),
    message: testMessage({ attachments: [big, small] }),
    bytes: 60_000,
  });
  expect(mailbox.mails[0]?.attachments.map(({ filename }) => filename)).toEqual(['small.csv']);
  expect(mailbox.mails[0]?.text).toContain('Too large to be attached: big.csv');
  expect(mailbox.raw[0]?.length).toBeLessThan(60_000);
});

test('a mail that somebody took is not sent again, and those are named who were refused', async () => {
  const refuse = (code: number) =>
    startMailbox({
      onRcptTo: ({ address }, _, done) =>
        done(address === 'gone@example.com' ? failure(code, 'no such mailbox here') : null),
    });
  const to = ['oncall@example.com', 'gone@example.com'];
  for (const code of [550, 452]) {
    await using mailbox = await refuse(code);
    expect(await sendThrough(email, { settings: settingsOf(mailbox.port, { to }) })).toMatchObject({
      kind: 'delivered',
      status: 250,
      answer: expect.stringContaining(`refused: gone@example.com: ${code} no such mailbox here`),
    });
    expect(mailbox.mails).toHaveLength(1);
    expect(
      await sendThrough(email, { settings: settingsOf(mailbox.port, { to: ['gone@example.com'] }) }),
    ).toMatchObject({ kind: code === 550 ? 'failed' : 'retry', status: code });
  }
});

test.each([
  [451, 'try again later', 'retry'],
  [554, 'spam', 'failed'],
  [552, 'too big', 'too-large'],
] as const)('%i after the mail is %s: %s', async (code, text, kind) => {
  await using mailbox = await startMailbox({
    onData: (stream, _, done) => {
      stream.on('end', () => done(failure(code, text)));
      stream.resume();
    },
  });
  expect(await sendThrough(email, { settings: settingsOf(mailbox.port) })).toMatchObject({ kind, status: code });
});

test('the user signs in over a connection that is secured, and over no other', async () => {
  const authority = await issueAuthority(Date.now());
  const { certificate: cert, key } = await issueServer(authority, ['127.0.0.1'], Date.now());
  const ca = authority.certificate;
  const onAuth: SMTPServerOptions['onAuth'] = ({ username, password }, _, done) =>
    username === 'whodunit' && password === 'right'
      ? done(null, { user: 'whodunit' })
      : done(failure(535, 'wrong password'));
  const offers = { cert, key, authOptional: false, onAuth, disabledCommands: [] };
  await using upgraded = await startMailbox(offers);
  const settings = settingsOf(upgraded.port, { username: 'whodunit', ca });
  expect(await sendThrough(email, { settings, secrets: { password: 'right' } })).toMatchObject({ kind: 'delivered' });
  expect(upgraded.handed[0]?.isSecured).toBe(true);
  const wrong = await sendThrough(email, { settings, secrets: { password: 'wrong-one' } });
  expect(wrong).toMatchObject({ kind: 'failed', status: 535 });
  expect(wrong.answer).not.toContain('wrong-one');
  // Nobody vouches for its certificate.
  expect(await sendThrough(email, { settings: settingsOf(upgraded.port), secrets: {} })).toMatchObject({
    kind: 'retry',
  });

  await using fromTheStart = await startMailbox({ ...offers, secure: true });
  const smtps = { ...settings, url: `smtps://127.0.0.1:${fromTheStart.port}` };
  expect(await sendThrough(email, { settings: smtps, secrets: { password: 'right' } })).toMatchObject({
    kind: 'delivered',
  });

  let asked = 0;
  await using open = await startMailbox({
    allowInsecureAuth: true,
    onAuth: (_, __, done) => {
      asked += 1;
      done(null, { user: 'x' });
    },
  });
  const plain = await sendThrough(email, {
    settings: settingsOf(open.port, { username: 'whodunit' }),
    secrets: { password: 'right' },
  });
  expect(plain.kind).not.toBe('delivered');
  expect([asked, open.mails.length]).toEqual([0, 0]);
});

test('a private address is refused before anything is sent; nobody who listens may pass', async () => {
  await using mailbox = await startMailbox();
  await expect(sendThrough(email, { settings: settingsOf(mailbox.port), isGuarded: true })).rejects.toMatchObject({
    code: 'destination-refused',
  });
  await expect(sendThrough(email, { settings: settingsOf(1) })).rejects.toMatchObject({
    code: 'destination-unreachable',
  });
  expect(mailbox.raw).toEqual([]);
});

test.each([
  { url: 'http://127.0.0.1:25' },
  { url: 'smtp://user:word@127.0.0.1:25' },
  { from: 'Whodunit <a@b.example>' },
  { from: 'a@b.example\r\nBcc: x@evil.example' },
  { to: [] },
  { to: ['nobody'] },
  { password: 'in the open' },
])('%o is refused when it is set', (change) => {
  const settings = { url: 'smtp://127.0.0.1:25', from: 'a@b.example', to: ['c@d.example'] };
  expect(email.settings.safeParse(settings).success).toBe(true);
  expect(email.settings.safeParse({ ...settings, ...change }).success).toBe(false);
});
