import { fail, ok, type Diagnostic, type Result } from '../base/index.ts';

/** Where kube-apiserver sends its events and how it shows who it is. */
export interface WebhookTarget {
  readonly url: string;
  /** Certificates in PEM that the server's certificate must be signed by, in base64; for https only. */
  readonly caBase64?: string;
  readonly token?: string;
  /** A client certificate and its key, each PEM in base64; for https only. */
  readonly client?: { readonly certificateBase64: string; readonly keyBase64: string };
}

/** The path of a cluster's ingest endpoint, and what it is when the token is in it. */
const clusterPath = /\/ingest\/v1\/clusters\/[^/]+\/audit\/?$/;
const tokenPath = /\/ingest\/v1\/token\/[^/]+\/audit\/?$/;

/**
 * Writes the kubeconfig of the webhook backend. Over https the token is the user's; over plain http client-go sends no
 * credentials, so the token goes into the URL's path.
 */
export function webhookKubeconfig(target: WebhookTarget): Result<string> {
  const url = parseUrl(target.url);
  if (!url) {
    const message = `cannot send events to "${target.url}": it is no http or https URL`;
    return fail({ code: 'webhook-url-invalid', severity: 'error', message });
  }
  const secure = url.protocol === 'https:';
  const server = secure || target.token === undefined ? ok(target.url) : withToken(target.url, url, target.token);
  if (!server.ok) return server;
  return ok(render(server.value, secure ? target : { url: target.url }), remarks(target, url, server.value));
}

/** What the sender should know: of what is given nothing is used, or the server will not know who sends. */
function remarks(target: WebhookTarget, url: URL, server: string): Diagnostic[] {
  const secure = url.protocol === 'https:';
  const found: Diagnostic[] = [];
  if (!secure && target.caBase64 !== undefined) found.push(caUnused);
  if (!secure && target.client) found.push(certificateUnused);
  if (server !== target.url) found.push(tokenInPath);
  const { pathname } = new URL(server);
  if (tokenPath.test(pathname)) return found;
  if (secure && target.token === undefined && !target.client) found.push(credentialsMissing);
  if (!secure && clusterPath.test(pathname)) found.push(credentialsMissing);
  if (!clusterPath.test(pathname)) found.push(notIngest(target.url));
  return found;
}

const tokenInPath: Diagnostic = {
  code: 'webhook-token-in-path',
  severity: 'info',
  message: "the token goes into the URL's path: kube-apiserver sends no credentials over plain http",
  hint: 'whoever reads the traffic reads the token and the events; use https outside of one machine',
};

const credentialsMissing: Diagnostic = {
  code: 'webhook-credentials-missing',
  severity: 'warning',
  message: 'kube-apiserver sends nothing that says who it is, so its events are refused',
  hint: 'give --webhook-token, or over https --webhook-client-certificate and --webhook-client-key',
};

function notIngest(url: string): Diagnostic {
  return {
    code: 'webhook-path-unknown',
    severity: 'warning',
    message: `"${url}" is not where Whodunit takes events`,
    hint: 'use the webhookUrl that "whodunit cluster add" prints, which ends in /ingest/v1/clusters/NAME/audit',
  };
}

const caUnused: Diagnostic = {
  code: 'webhook-ca-unused',
  severity: 'warning',
  message: 'the CA is not used: the URL is plain http',
};

const certificateUnused: Diagnostic = {
  code: 'webhook-certificate-unused',
  severity: 'warning',
  message: 'the client certificate is not used: the URL is plain http',
};

/** Parses the URL of a webhook; undefined for anything that is not http or https. */
function parseUrl(text: string): URL | undefined {
  try {
    const url = new URL(text);
    return /^https?:$/.test(url.protocol) && url.hostname !== '' ? url : undefined;
  } catch {
    return undefined;
  }
}

function withToken(text: string, url: URL, token: string): Result<string> {
  const endpoint = `/ingest/v1/token/${encodeURIComponent(token)}/audit`;
  if (clusterPath.test(url.pathname) || tokenPath.test(url.pathname))
    return ok(text.replace(/\/ingest\/v1\/(?:clusters|token)\/[^/]+\/audit\/?/, () => endpoint));
  if (url.pathname === '/' && url.search === '') return ok(text.replace(/\/?$/, '') + endpoint);
  return fail({
    code: 'webhook-token-not-sent',
    severity: 'error',
    message: `cannot send a token to "${text}": kube-apiserver sends no credentials over plain http`,
    hint: 'use https, or the webhookUrl that "whodunit cluster add" prints',
  });
}

function render(server: string, target: WebhookTarget): string {
  const ca = target.caBase64 === undefined ? '' : `      certificate-authority-data: ${target.caBase64}\n`;
  const user = [
    ...(target.token === undefined ? [] : [`token: ${JSON.stringify(target.token)}`]),
    ...(target.client === undefined
      ? []
      : [`client-certificate-data: ${target.client.certificateBase64}`, `client-key-data: ${target.client.keyBase64}`]),
  ];
  return `# Written by "whodunit apiserver enable": where kube-apiserver sends its audit events.
apiVersion: v1
kind: Config
clusters:
  - name: whodunit
    cluster:
      server: ${JSON.stringify(server)}
${ca}users:
  - name: kube-apiserver
    user:${user.length === 0 ? ' {}' : user.map((line) => `\n      ${line}`).join('')}
contexts:
  - name: audit
    context:
      cluster: whodunit
      user: kube-apiserver
current-context: audit
`;
}
