import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { webhookKubeconfig } from './kubeconfig.ts';

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
  test('leaves another URL over http alone where there is no token', () => {
    expect(write('http://w/elsewhere')).toMatchObject({ clusters: [{ cluster: { server: 'http://w/elsewhere' } }] });
  });
});
