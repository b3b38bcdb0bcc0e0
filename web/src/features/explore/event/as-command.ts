import { member } from '../../../api/json.ts';
import type { EventItem } from '../use-log.ts';
import type { EventFacts } from '../../../components/deed/facts.ts';
import { shellQuote } from './shell-quote.ts';

const methods: Readonly<Record<string, string>> = {
  create: 'POST',
  update: 'PUT',
  patch: 'PATCH',
  delete: 'DELETE',
  deletecollection: 'DELETE',
  post: 'POST',
  put: 'PUT',
  head: 'HEAD',
  options: 'OPTIONS',
};

/** The request as curl, against the cluster and with the token of whoever pastes it. */
export function asCurl({ event, facts }: EventItem): string {
  const method = methods[facts.verb] ?? 'GET';
  const body = member(event.json, 'requestObject');
  const parts = ['curl', '-sS', '-X', method, '-H', '"Authorization: Bearer $TOKEN"'];
  if (body !== undefined && method !== 'GET') {
    const type = facts.verb === 'patch' ? 'application/strategic-merge-patch+json' : 'application/json';
    parts.push('-H', shellQuote(`Content-Type: ${type}`), '--data-binary', shellQuote(JSON.stringify(body)));
  }
  return [...parts, `"$APISERVER"${shellQuote(facts.uri)}`].join(' ');
}

/** What one would type to look at, or do, the same; undefined where kubectl has no such word. */
export function asKubectl(facts: EventFacts): string | undefined {
  const { resource, subresource, namespace, name, verb, command } = facts;
  if (resource === '') return `kubectl get --raw ${shellQuote(facts.uri)}`;
  const scope = namespace ? ['-n', shellQuote(namespace)] : [];
  const kind = facts.apiGroup ? `${resource}.${facts.apiGroup}` : resource;
  const target = [shellQuote(kind), ...(name ? [shellQuote(name)] : [])];
  if (resource === 'pods' && subresource === 'exec')
    return ['kubectl', 'exec', ...scope, shellQuote(name), '--', ...command.split(' ').map(shellQuote)].join(' ');
  if (resource === 'pods' && subresource === 'log') return ['kubectl', 'logs', ...scope, shellQuote(name)].join(' ');
  if (subresource !== '') return ['kubectl', 'get', '--raw', shellQuote(facts.uri)].join(' ');
  if (verb === 'delete') return ['kubectl', 'delete', ...scope, ...target].join(' ');
  if (verb === 'deletecollection') return ['kubectl', 'delete', ...scope, ...target, '--all'].join(' ');
  const wide = namespace || name ? scope : ['-A'];
  return ['kubectl', 'get', ...wide, ...target, '-o', 'yaml'].join(' ');
}
