import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { webhookKubeconfig } from './kubeconfig.ts';
import { type FileView, checkKubeconfig } from './kubeconfig-check.ts';

interface Kubeconfig {
  readonly clusters: readonly {
    readonly cluster: { readonly server: string; readonly 'certificate-authority-data'?: string };
  }[];
  readonly users: readonly { readonly user: { readonly token?: string } }[];
}

const pemText = '-----BEGIN CERTIFICATE-----\n';
const pem = btoa(pemText);
const key = btoa('-----BEGIN PRIVATE KEY-----\n');

function write(url: string, token?: string): Kubeconfig | string | undefined {
  const written = webhookKubeconfig({ url, caBase64: 'QUJD', ...(token === undefined ? {} : { token }) });
  return written.ok ? (parse(written.value) as Kubeconfig) : written.diagnostics[0]?.code;
}

describe('webhookKubeconfig', () => {
  test('carries CA and token over https', () => {
    expect(write('https://w:7480/ingest/v1/clusters/prod/audit', 't-1')).toMatchObject({
      clusters: [
        { cluster: { server: 'https://w:7480/ingest/v1/clusters/prod/audit', 'certificate-authority-data': 'QUJD' } },
      ],
      users: [{ user: { token: 't-1' } }],
    });
  });
  test.each([
    ['http://w:7480/ingest/v1/clusters/prod/audit', 'http://w:7480/ingest/v1/token/t%2F1/audit'],
    ['http://w:7480', 'http://w:7480/ingest/v1/token/t%2F1/audit'],
    ['http://w:7480/', 'http://w:7480/ingest/v1/token/t%2F1/audit'],
    ['http://w/under/ingest/v1/clusters/prod/audit', 'http://w/under/ingest/v1/token/t%2F1/audit'],
    ['http://w/ingest/v1/token/old/audit', 'http://w/ingest/v1/token/t%2F1/audit'],
  ])('puts the token into the path of %s', (url, server) => {
    expect(write(url, 't/1')).toMatchObject({ clusters: [{ cluster: { server } }], users: [{ user: {} }] });
    expect(JSON.stringify(write(url, 't/1'))).not.toContain('QUJD');
  });
  test('refuses a token that would not be sent, and what is no URL', () => {
    expect(write('http://w/elsewhere', 't')).toBe('webhook-token-not-sent');
    expect(write('ftp://w/', 't')).toBe('webhook-url-invalid');
    expect(write('whodunit:7480')).toBe('webhook-url-invalid');
    expect(write('')).toBe('webhook-url-invalid');
  });
  test('carries a client certificate over https, and says that plain http has none', () => {
    const client = { certificateBase64: pem, keyBase64: key };
    const written = webhookKubeconfig({ url: 'https://w/ingest/v1/clusters/prod/audit', client });
    const user = { 'client-certificate-data': pem, 'client-key-data': key };
    expect(written.ok && parse(written.value)).toMatchObject({ users: [{ user }] });
    expect(written.ok && checkKubeconfig(written.value)).toEqual([]);
    const plain = webhookKubeconfig({ url: 'http://w/elsewhere', client });
    expect(plain.diagnostics.map(({ code }) => code)).toEqual(['webhook-certificate-unused', 'webhook-path-unknown']);
    expect(plain.ok && plain.value).not.toContain(key);
  });
  const client = { certificateBase64: 'Q0VSVA==', keyBase64: 'S0VZ' };
  test.each([
    ['https://w/ingest/v1/clusters/c/audit', { token: 't' }, []],
    ['https://w/ingest/v1/clusters/c/audit', { client }, []],
    ['https://w/ingest/v1/clusters/c/audit', {}, ['warning webhook-credentials-missing']],
    ['https://w/ingest/v1/token/t/audit', {}, []],
    ['https://w/', { token: 't' }, ['warning webhook-path-unknown']],
    ['https://w', {}, ['warning webhook-credentials-missing', 'warning webhook-path-unknown']],
    ['http://w/ingest/v1/clusters/c/audit', { token: 't' }, ['info webhook-token-in-path']],
    ['http://w/ingest/v1/clusters/c/audit', {}, ['warning webhook-credentials-missing']],
    ['http://w/ingest/v1/token/t/audit', {}, []],
    ['http://w/elsewhere', {}, ['warning webhook-path-unknown']],
  ])('says of %s with %j what the sender should know', (url, credentials, expected) => {
    const { diagnostics } = webhookKubeconfig({ url, ...credentials });
    expect(diagnostics.map(({ severity, code }) => `${severity} ${code}`)).toEqual(expected);
  });
  test('leaves another URL over http alone where there is no token', () => {
    expect(write('http://w/elsewhere')).toMatchObject({ clusters: [{ cluster: { server: 'http://w/elsewhere' } }] });
  });
});

function config(cluster: string, user = 'token: t', more = ''): string {
  return `apiVersion: v1
kind: Config
clusters: [{name: c, cluster: {${cluster}}}]
users: [{name: u, user: {${user}}}]
contexts: [{name: a, context: {cluster: c, user: u}}]
current-context: a
${more}`;
}

function codes(text: string): string[] {
  return checkKubeconfig(text).map(({ severity, code }) => `${severity} ${code}`);
}

/** What is said of a kubeconfig at /k/hook.yaml where these files are seen, and nothing is mounted below /image. */
function said(text: string, files: Readonly<Record<string, string>> = {}): string[] {
  const look: FileView = (path) => {
    const found = files[path];
    if (found !== undefined) return { kind: 'file', text: found };
    return path.startsWith('/image/') ? { kind: 'unmounted' } : { kind: 'missing' };
  };
  return checkKubeconfig(text, { path: '/k/hook.yaml', look }).map(({ message }) => message);
}

const https = 'server: "https://w/x"';
const execOf = (more: string): string => config(https, `exec: {${more}}`);
const execV1 = 'apiVersion: client.authentication.k8s.io/v1';

describe('checkKubeconfig', () => {
  const mismatch = (kind: string): string =>
    `error loading config file "/k/hook.yaml": json: cannot unmarshal ${kind} into Go struct field AuthInfo.users.user.token of type string`;
  test.each([
    ['a boolean', config(`${https}, insecure-skip-tls-verify: yes`), []],
    ['a text that looks like a date', config(https, 'token: 2026-11-29'), []],
    ['fields merged from elsewhere', config('<<: {server: "https://w/x"}'), []],
    ['a token that is a boolean', config(https, 'token: yes'), [mismatch('bool')]],
    ['a token that is a number', config(https, 'token: 12_345'), [mismatch('number')]],
  ])('reads YAML 1.1 as go-yaml does: %s', (_, text, expected) => {
    expect(said(text)).toEqual(expected);
  });

  // Each of these was given to kube-apiserver 1.36.3, which did start.
  test.each([
    ['a host and a port', config('server: "localhost:7480"', '')],
    ['fields that nobody knows', config(`${https}, foo: bar`, 'token: t', 'hello: world\n')],
    ['no kind', config(https).replace('kind: Config\n', '')],
    ['a key given twice', config(`server: "https://v/", ${https}`)],
    ['a second document', config(https, 'token: t', '---\nfoo: bar\n')],
    ['JSON', JSON.stringify(parse(config(https)))],
    ['no certificate as CA, over http', config('server: "http://w/", certificate-authority-data: QUJD', '')],
    ['a token and a token file', config(https, 'token: t, tokenFile: /k/nowhere')],
    [
      'an exec plugin of v1beta1 without a mode',
      execOf('command: /bin/x, apiVersion: client.authentication.k8s.io/v1beta1'),
    ],
    ['a proxy', config(`${https}, proxy-url: "socks5://p:1"`)],
    ['a provider', config(https, 'auth-provider: {name: oidc, config: {idp-issuer-url: "https://i", client-id: c}}')],
  ])('has nothing against %s', (_, text) => {
    expect(said(text)).toEqual([]);
  });

  // And with these it did not. The words are its own, without "initializing audit webhook: ".
  test.each([
    [
      'an empty file',
      '',
      'invalid configuration: no configuration has been provided, try setting KUBERNETES_MASTER environment variable',
    ],
    [
      'another kind',
      config(https).replace('kind: Config', 'kind: Pod'),
      'error loading config file "/k/hook.yaml": no kind "Pod" is registered for version "v1"',
    ],
    [
      'a number for a token',
      config(https, 'token: 12345'),
      'error loading config file "/k/hook.yaml": json: cannot unmarshal number into Go struct field AuthInfo.users.user.token of type string',
    ],
    [
      'a name given twice',
      config(https).replace('users: [', 'users: [{name: u, user: {}}, '),
      'error loading config file "/k/hook.yaml": error converting *[]NamedAuthInfo into *map[string]*api.AuthInfo: duplicate name "u" in list',
    ],
    ['no server', config(''), 'invalid configuration: no server found for cluster "c"'],
    [
      'an empty server',
      config('server: "", insecure-skip-tls-verify: true'),
      'invalid configuration: no server found for cluster "c"',
    ],
    ['a server that is no URL', config('server: "http://%%"'), 'parse "http://http://%%": invalid URL escape "%%"'],
    [
      'a server of a host and a path',
      config('server: "w/ingest"'),
      'host must be a URL or a host:port pair: "w/ingest"',
    ],
    [
      'no current-context',
      config(https).replace('current-context: a', ''),
      'invalid configuration: no configuration has been provided, try setting KUBERNETES_MASTER environment variable',
    ],
    [
      'a context that is not there',
      config(https).replace('current-context: a', 'current-context: b'),
      'invalid configuration: [context was not found for specified context: b, cluster has no server defined]',
    ],
    [
      'a cluster that is not there',
      config(https).replace('cluster: c,', 'cluster: d,'),
      'invalid configuration: no configuration has been provided, try setting KUBERNETES_MASTER environment variable',
    ],
    [
      'a CA file that is not there',
      config(`${https}, certificate-authority: /k/no.crt`),
      'invalid configuration: unable to read certificate-authority /k/no.crt for c due to open /k/no.crt: no such file or directory',
    ],
    [
      'a CA file beside the kubeconfig',
      config(`${https}, certificate-authority: no.crt`),
      'invalid configuration: unable to read certificate-authority /k/no.crt for c due to open /k/no.crt: no such file or directory',
    ],
    [
      'a CA twice',
      config(`${https}, certificate-authority: /k/ca.crt, certificate-authority-data: ${pem}`),
      'invalid configuration: certificate-authority-data and certificate-authority are both specified for c. certificate-authority-data will override.',
    ],
    [
      'a CA that is no base64',
      config(`${https}, certificate-authority-data: "%%%"`),
      'error loading config file "/k/hook.yaml": illegal base64 data at input byte 0',
    ],
    [
      'a CA that is no certificate',
      config(`${https}, certificate-authority-data: QUJD`),
      'unable to load root certificates: unable to parse bytes as PEM block',
    ],
    [
      'a CA file that is no certificate',
      config(`${https}, certificate-authority: /k/empty.crt`),
      'unable to load root certificates: unable to parse bytes as PEM block',
    ],
    [
      'a CA and none',
      config(`${https}, certificate-authority-data: ${pem}, insecure-skip-tls-verify: true`),
      'specifying a root certificates file with the insecure flag is not allowed',
    ],
    [
      'a proxy of another scheme',
      config(`${https}, proxy-url: "ftp://p"`),
      `invalid configuration: invalid 'proxy-url' "ftp://p" for cluster "c": unsupported scheme "ftp", must be http, https, or socks5`,
    ],
    [
      'two ways to sign in',
      config(https, 'token: t, username: a, password: b'),
      'invalid configuration: more than one authentication method found for u; found [token basicAuth], only one is allowed',
    ],
    [
      'a certificate without its key',
      config(https, `client-certificate-data: ${pem}`),
      'invalid configuration: client-key-data or client-key must be specified for u to use the clientCert authentication method.',
    ],
    [
      'a certificate file that is not there',
      config(https, 'client-certificate: /k/c.crt, client-key: /k/ca.crt'),
      'invalid configuration: unable to read client-cert /k/c.crt for u due to open /k/c.crt: no such file or directory',
    ],
    [
      'a key file that is not there',
      config(https, 'client-certificate: /k/ca.crt, client-key: /k/c.key'),
      'invalid configuration: unable to read client-key /k/c.key for u due to open /k/c.key: no such file or directory',
    ],
    [
      'a certificate that is none',
      config(https, `client-certificate-data: QUJD, client-key-data: ${key}`),
      'tls: failed to find any PEM data in certificate input',
    ],
    [
      'a key that is none',
      config(https, `client-certificate-data: ${pem}, client-key-data: QUJD`),
      'tls: failed to find any PEM data in key input',
    ],
    [
      'a token file that is not there',
      config(https, 'tokenFile: /k/no-token'),
      'open /k/no-token: no such file or directory',
    ],
    ['an empty token file', config(https, 'tokenFile: /k/empty'), 'read empty token from file "/k/empty"'],
    [
      'an exec plugin without a mode',
      execOf(`command: /bin/x, ${execV1}`),
      'invalid configuration: interactiveMode must be specified for u to use exec authentication plugin',
    ],
    [
      'an exec plugin of another mode',
      execOf(`command: /bin/x, ${execV1}, interactiveMode: Sometimes`),
      'invalid configuration: invalid interactiveMode for u: "Sometimes"',
    ],
    [
      'an exec plugin without a command',
      execOf(`${execV1}, interactiveMode: Never`),
      'invalid configuration: command must be specified for u to use exec authentication plugin',
    ],
    [
      'an exec plugin without a version',
      execOf('command: /bin/x, interactiveMode: Never'),
      'invalid configuration: apiVersion must be specified for u to use exec authentication plugin',
    ],
    [
      'an exec plugin of another version',
      execOf('command: /bin/x, apiVersion: v1, interactiveMode: Never'),
      'exec plugin: invalid apiVersion "v1"',
    ],
    [
      'an exec plugin and a provider',
      config(https, `exec: {command: /bin/x, ${execV1}, interactiveMode: Never}, auth-provider: {name: oidc}`),
      'invalid configuration: authProvider cannot be provided in combination with an exec plugin for u',
    ],
    [
      'a provider that nobody knows',
      config(https, 'auth-provider: {name: foo}'),
      'no Auth Provider found for name "foo"',
    ],
    ['a provider that lacks something', config(https, 'auth-provider: {name: oidc}'), 'Must provide idp-issuer-url'],
    [
      'groups of nobody',
      config(https, 'token: t, as-groups: [a]'),
      'invalid configuration: requesting uid, groups or user-extra for u without impersonating a user',
    ],
  ])('refuses %s', (_, text, words) => {
    expect(said(text, { '/k/ca.crt': pemText, '/k/empty': '', '/k/empty.crt': 'nothing' })).toEqual([words]);
  });

  test.each([
    ['no YAML', 'a: b: c'],
    ['no object', '[1]'],
    ['what is too large', `a: ${'x'.repeat(1_000_001)}`],
    [
      'aliases that multiply',
      `a: &a [x]\n${Array.from(
        { length: 20 },
        (_, i) =>
          `${String.fromCharCode(98 + i)}: &${String.fromCharCode(98 + i)} [${Array(9)
            .fill(`*${String.fromCharCode(97 + i)}`)
            .join()}]`,
      ).join('\n')}`,
    ],
  ])('refuses %s, in words of its own', (_, text) => {
    expect(codes(text)).toEqual(['error kubeconfig-invalid']);
  });

  test.each([
    ['a scheme that is not sent to', config('server: "ftp://w/"'), 'warning webhook-url-invalid'],
    ['a token over plain http', config('server: "http://w/"'), 'warning webhook-token-not-sent'],
    ['a query', config('server: "https://w/x?a=b"'), 'warning webhook-query-dropped'],
    ['a user that is not there', config(https).replace('user: u}', 'user: v}'), 'warning webhook-credentials-missing'],
    ['no user', config(https).replace(', user: u}', '}'), 'warning webhook-credentials-missing'],
    ['an empty token', config(https, 'token: ""'), 'warning webhook-credentials-missing'],
    ['a key alone', config(https, `client-key-data: ${key}`), 'warning webhook-credentials-missing'],
  ])('warns of what starts and does not work: %s', (_, text, code) => {
    expect(codes(text)).toEqual([code]);
  });

  test('a token file of blanks signs nobody in', () => {
    expect(said(config(https, 'tokenFile: token'), { '/k/token': '\n' })).toEqual([
      expect.stringContaining('the token file "/k/token" holds nothing but blanks'),
    ]);
  });

  test('says what it cannot look at, with what kube-apiserver would say', () => {
    const [unchecked, ...others] = said(config(`${https}, certificate-authority: /image/ca.crt`));
    expect(others).toEqual([]);
    expect(unchecked).toContain('"/image/ca.crt" is unchecked');
    expect(unchecked).toContain(
      'unable to read certificate-authority /image/ca.crt for c due to open /image/ca.crt: no such file',
    );
  });
});
