import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { webhookKubeconfig } from './kubeconfig.ts';
import { checkKubeconfig } from './kubeconfig-check.ts';

interface Kubeconfig {
  readonly clusters: readonly {
    readonly cluster: { readonly server: string; readonly 'certificate-authority-data'?: string };
  }[];
  readonly users: readonly { readonly user: { readonly token?: string } }[];
}

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
    const client = { certificateBase64: 'Q0VSVA==', keyBase64: 'S0VZ' };
    const written = webhookKubeconfig({ url: 'https://w/ingest/v1/clusters/prod/audit', client });
    const user = { 'client-certificate-data': 'Q0VSVA==', 'client-key-data': 'S0VZ' };
    expect(written.ok && parse(written.value)).toMatchObject({ users: [{ user }] });
    expect(written.ok && checkKubeconfig(written.value)).toEqual([]);
    const plain = webhookKubeconfig({ url: 'http://w/elsewhere', client });
    expect(plain.diagnostics.map(({ code }) => code)).toEqual(['webhook-certificate-unused', 'webhook-path-unknown']);
    expect(plain.ok && plain.value).not.toContain('S0VZ');
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

describe('checkKubeconfig', () => {
  const pem = btoa('-----BEGIN CERTIFICATE-----');
  const https = 'server: "https://w/"';
  // Each of these was given to kube-apiserver 1.36.3, which did start.
  test.each([
    ['a host and a port', config('server: "localhost:7480"', '')],
    ['a user that is not there', config(https).replace('user: u}', 'user: v}')],
    ['no user', config(https).replace(', user: u}', '}')],
    ['fields that nobody knows', config(`${https}, foo: bar`, 'token: t', 'hello: world\n')],
    ['no kind', config(https).replace('kind: Config\n', '')],
    ['a key given twice', config(`server: "https://v/", ${https}`)],
    ['a second document', config(https, 'token: t', '---\nfoo: bar\n')],
    ['JSON', JSON.stringify(parse(config(https)))],
    ['no certificate as CA, over http', config('server: "http://w/", certificate-authority-data: QUJD', '')],
    ['a CA', config(`${https}, certificate-authority-data: ${pem}`)],
  ])('has nothing against %s', (_, text) => {
    expect(codes(text)).toEqual([]);
  });

  // And with these it did not.
  test.each([
    ['an empty file', ''],
    ['no YAML', 'a: b: c'],
    ['another kind', config(https).replace('kind: Config', 'kind: Pod')],
    ['no server', config('')],
    ['a server that is no URL', config('server: "http://%%"')],
    ['a context that is not there', config(https).replace('current-context: a', 'current-context: b')],
    ['a CA that is no base64', config(`${https}, certificate-authority-data: "%%%"`)],
    ['a CA that is no certificate', config(`${https}, certificate-authority-data: QUJD`)],
    ['a CA and none', config(`${https}, certificate-authority-data: ${pem}, insecure-skip-tls-verify: true`)],
    ['two ways to sign in', config(https, 'token: t, username: a, password: b')],
    ['a certificate without its key', config(https, 'client-certificate-data: QUJD')],
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
  ])('refuses %s', (_, text) => {
    expect(codes(text)).toEqual(['error kubeconfig-invalid']);
  });

  test('warns of what starts and does not work', () => {
    expect(codes(config('server: "ftp://w/"'))).toEqual(['warning webhook-url-invalid']);
    expect(codes(config('server: "http://w/"'))).toEqual(['warning webhook-token-not-sent']);
  });
});
