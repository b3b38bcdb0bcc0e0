import type { NonResourceRequest, Request } from './request.ts';

/** The beginnings of the API's paths; below `/api` there is no group. */
const prefixes: ReadonlySet<string> = new Set(['api', 'apis']);
/** Verbs that may stand in the path, as in `/api/v1/watch/pods`. */
const verbsInPath: ReadonlySet<string> = new Set(['proxy', 'watch']);
/** What may follow a namespace's name and is the namespace's own. */
const namespaceSubresources: ReadonlySet<string> = new Set(['status', 'finalize']);
/** The verbs of requests to resources, by the HTTP method. */
const verbs: Readonly<Record<string, string>> = {
  get: 'get',
  head: 'get',
  post: 'create',
  put: 'update',
  patch: 'patch',
  delete: 'delete',
};

/** What a path of the API names. */
export interface ResourcePath {
  readonly apiGroup: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  /** A verb that stands in the path. */
  readonly verb?: string;
}

/**
 * Reads a path as kube-apiserver does (apiserver/pkg/endpoints/request/requestinfo.go): what a resource's path names, or undefined for
 * any other, which is what `nonResourceURLs` are about.
 */
export function readResourcePath(path: string): ResourcePath | undefined {
  const parts = path.replace(/^\/+|\/+$/g, '').split('/');
  const [prefix = ''] = parts;
  const skipped = prefix === 'apis' ? 3 : 2;
  if (!prefixes.has(prefix) || parts.length <= skipped) return undefined;
  const apiGroup = prefix === 'apis' ? (parts[1] ?? '') : '';
  let rest = parts.slice(skipped);
  const verb = verbsInPath.has(rest[0] ?? '') ? rest[0] : undefined;
  if (verb !== undefined && rest.length > 1) rest = rest.slice(1);
  let namespace = '';
  if (rest[0] === 'namespaces' && rest.length > 1) {
    namespace = rest[1] ?? '';
    if (rest.length > 2 && !namespaceSubresources.has(rest[2] ?? '')) rest = rest.slice(2);
  }
  const [resource = '', name = '', third = ''] = rest;
  const subresource = verb === 'proxy' ? '' : third;
  return { apiGroup, resource, subresource, namespace, name, ...(verb === undefined ? {} : { verb }) };
}

/**
 * The request that kube-apiserver makes of a verb and a path as a client sends it, with its query: one to a resource where the path is a
 * resource's, then with the verb of that (`get` without a name is `list` or `watch`); the path alone otherwise.
 */
export function requestOfUri(request: NonResourceRequest): Request {
  const at = request.path.indexOf('?');
  const path = at === -1 ? request.path : request.path.slice(0, at);
  const { user, groups } = request;
  const found = readResourcePath(path);
  if (!found) return { user, groups, verb: request.verb, path };
  const { verb: inPath, ...what } = found;
  const query = new Map(at === -1 ? [] : pairsOf(request.path.slice(at + 1)));
  const asked = inPath ?? verbs[request.verb.toLowerCase()] ?? request.verb;
  const selected = what.name === '' && ['get', 'list', 'watch'].includes(asked) ? selectedName(query) : what.name;
  return { user, groups, ...what, verb: verbOf(asked, what.name, query), name: selected };
}

function verbOf(verb: string, name: string, query: ReadonlyMap<string, string>): string {
  if (name !== '') return verb;
  if (verb === 'get') return isTrue(query.get('watch')) ? 'watch' : 'list';
  return verb === 'delete' ? 'deletecollection' : verb;
}

/** A boolean of a query (apimachinery/pkg/runtime/conversion.go): whatever is there is true, but for `false` and `0`. */
function isTrue(value: string | undefined): boolean {
  return value !== undefined && value !== '0' && value.toLowerCase() !== 'false';
}

/** Of several of one name Go takes the first, a map the last. */
function pairsOf(query: string): [string, string][] {
  const pairs = query.split('&').map((pair): [string, string] => {
    const [name = '', ...value] = pair.split('=');
    return [decoded(name), decoded(value.join('='))];
  });
  return pairs.toReversed();
}

function selectedName(query: ReadonlyMap<string, string>): string {
  const selector = query.get('fieldSelector') ?? '';
  const [, name = ''] = /(?:^|,)metadata\.name==?([^,=]+)(?:,|$)/.exec(selector) ?? [];
  return name;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
