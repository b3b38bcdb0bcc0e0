/** The address of a kubeconfig's cluster as Go reads it, or Go's words for why it is none. */
export type ServerUrl =
  | { readonly scheme: string; readonly path: string; readonly query: string }
  | { readonly problem: string };

/** Quotes text as Go's %q does, for text without control characters. */
export function goQuoted(text: string): string {
  return JSON.stringify(text);
}

/**
 * Reads a cluster's server as client-go does (rest/url_utils.go): without a scheme and a host it is taken for a host and a port over plain
 * http, and then it may have no path.
 */
export function parseServer(server: string): ServerUrl {
  const whole = parseUrl(server);
  if (!('problem' in whole) && whole.scheme !== '' && whole.host !== '') return whole;
  const text = `http://${server}`;
  const url = parseUrl(text);
  if ('problem' in url) return url;
  if (url.path !== '' && url.path !== '/')
    return { problem: `host must be a URL or a host:port pair: ${goQuoted(server)}` };
  return url;
}

type GoUrl = { readonly scheme: string; readonly host: string; readonly path: string; readonly query: string };

/** As much of Go's net/url as servers are refused for. */
function parseUrl(text: string): GoUrl | { readonly problem: string } {
  const problem = (why: string): { readonly problem: string } => ({ problem: `parse ${goQuoted(text)}: ${why}` });
  // eslint-disable-next-line no-control-regex -- control characters are what it looks for
  if (/[\u0000-\u001f\u007f]/.test(text)) return problem('net/url: invalid control character in URL');
  const [bare = ''] = text.split('#', 1);
  const at = bare.indexOf('?');
  const address = at === -1 ? bare : bare.slice(0, at);
  const query = at === -1 ? '' : bare.slice(at + 1);
  if (address.startsWith(':')) return problem('missing protocol scheme');
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(address)?.[1] ?? '';
  const rest = scheme === '' ? address : address.slice(scheme.length + 1);
  if (!rest.startsWith('//')) {
    const [segment = ''] = rest.split('/', 1);
    if (scheme === '' && segment.includes(':')) return problem('first path segment in URL cannot contain colon');
    return { scheme: scheme.toLowerCase(), host: '', path: rest, query };
  }
  const authority = rest.slice(2).split('/', 1)[0] ?? '';
  const path = rest.slice(2 + authority.length);
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  const wrong = hostProblem(host) ?? escapeProblem(path);
  return wrong === undefined ? { scheme: scheme.toLowerCase(), host, path, query } : problem(wrong);
}

function hostProblem(host: string): string | undefined {
  if (host.startsWith('[') && !host.includes(']')) return "missing ']' in host";
  const escape = escapeProblem(host);
  if (escape !== undefined) return escape;
  const odd = /[ "<>\\^`{|}]/.exec(host);
  if (odd) return `invalid character ${goQuoted(odd[0])} in host name`;
  const colon = host.lastIndexOf(':');
  const port = colon > host.lastIndexOf(']') ? host.slice(colon) : '';
  return /^(:[0-9]*)?$/.test(port) ? undefined : `invalid port ${goQuoted(port)} after host`;
}

function escapeProblem(text: string): string | undefined {
  const wrong = /%(?![0-9a-fA-F]{2}).{0,2}/.exec(text);
  return wrong ? `invalid URL escape ${goQuoted(wrong[0])}` : undefined;
}
