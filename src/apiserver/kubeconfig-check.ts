import { parseAllDocuments } from 'yaml';
import type { Diagnostic } from '../base/index.ts';

/**
 * Says why kube-apiserver could not use a kubeconfig for its webhook (client-go's clientcmd and rest packages; tried on 1.36), or
 * what it would not do with it. Files that it names are not looked at.
 */
export function checkKubeconfig(text: string): readonly Diagnostic[] {
  const config = readConfig(text);
  if (config === undefined) return [invalid('it is no kubeconfig')];
  const context = currentContext(config);
  if (context === undefined) return [invalid('its current-context names no context')];
  const cluster = clusterOf(config, context);
  const server = textOf(cluster, 'server');
  if (server === '') return [invalid('the cluster of its current context has no server')];
  const url = parseServer(server);
  if (!url) return [invalid(`its server "${server}" is no URL`)];
  const user = named(config, 'users', textOf(context, 'user'));
  const errors = [...caErrors(cluster, url), ...userErrors(user)];
  return errors.length > 0 ? errors.map(invalid) : warnings(url, user);
}

/** The address that a kubeconfig sends to, with an ingest token in its path hidden; undefined where it has none. */
export function webhookServer(text: string): string | undefined {
  const config = readConfig(text);
  const server = textOf(clusterOf(config, currentContext(config)), 'server');
  return server === '' ? undefined : server.replace(/\/ingest\/v1\/token\/[^/]+/, '/ingest/v1/token/***');
}

function currentContext(config: unknown): unknown {
  return named(config, 'contexts', member(config, 'current-context'));
}

function clusterOf(config: unknown, context: unknown): unknown {
  return named(config, 'clusters', textOf(context, 'cluster'));
}

/** The first document as plain values; undefined where it is no map or names another kind. */
function readConfig(text: string): unknown {
  const documents = parseAllDocuments(text, { uniqueKeys: false });
  const document = Array.isArray(documents) ? documents[0] : undefined;
  if (!document || document.errors.length > 0) return undefined;
  try {
    const config: unknown = document.toJS({ maxAliasCount: 100 });
    const kind = textOf(config, 'kind');
    return typeof config === 'object' && config !== null && (kind === '' || kind === 'Config') ? config : undefined;
  } catch {
    // Aliases that multiply themselves.
    return undefined;
  }
}

/** client-go takes a server without a scheme for a host. */
function parseServer(server: string): URL | undefined {
  try {
    return new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(server) ? server : `http://${server}`);
  } catch {
    return undefined;
  }
}

function caErrors(cluster: unknown, url: URL): string[] {
  const data = textOf(cluster, 'certificate-authority-data').replaceAll(/[\r\n]/g, '');
  if (data === '') return [];
  if (data.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(data))
    return ['its certificate-authority-data is no base64'];
  if (url.protocol !== 'https:') return [];
  if (member(cluster, 'insecure-skip-tls-verify') === true) return ['it names a CA and does without one at once'];
  return atob(data).includes('-----BEGIN CERTIFICATE-----')
    ? []
    : ['its certificate-authority-data holds no certificate'];
}

function userErrors(user: unknown): string[] {
  const hasCertificate = textOf(user, 'client-certificate-data') !== '' || textOf(user, 'client-certificate') !== '';
  const hasKey = textOf(user, 'client-key-data') !== '' || textOf(user, 'client-key') !== '';
  const token = textOf(user, 'token') !== '' || textOf(user, 'tokenFile') !== '';
  return [
    ...(hasCertificate && !hasKey ? ['its user has a certificate and no key'] : []),
    ...(token && textOf(user, 'username') !== '' ? ['its user has both a token and a name with a password'] : []),
  ];
}

function warnings(url: URL, user: unknown): Diagnostic[] {
  if (!/^https?:$/.test(url.protocol)) {
    const message = `nothing can be sent to its server: ${url.protocol} is neither http nor https`;
    return [{ code: 'webhook-url-invalid', severity: 'warning', message }];
  }
  if (textOf(user, 'token') === '' || url.protocol === 'https:') return [];
  const message = 'its token is not sent: the server is plain http, where kube-apiserver sends no credentials';
  return [{ code: 'webhook-token-not-sent', severity: 'warning', message }];
}

function invalid(message: string): Diagnostic {
  return { code: 'kubeconfig-invalid', severity: 'error', message };
}

/** What a named entry of one of the lists holds: `contexts: [{name, context}]`. */
function named(config: unknown, list: 'contexts' | 'clusters' | 'users', name: unknown): unknown {
  const items = member(config, list);
  const item: unknown = Array.isArray(items)
    ? items.find((candidate) => member(candidate, 'name') === name)
    : undefined;
  return member(item, list.slice(0, -1));
}

function textOf(value: unknown, key: string): string {
  const text = member(value, key);
  return typeof text === 'string' ? text : '';
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : undefined;
}
