import { member } from '../../../api/json.ts';
import type { EventItem } from '../use-log.ts';
import type { EventFacts } from './facts.ts';

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

/**
 * Quotes text for a POSIX shell so that pasting it can do nothing but say it: control characters, which a terminal might
 * act on while pasting, are written as escapes of `$'…'`.
 */
export function shellQuote(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  if (!/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(text)) return `'${text.replaceAll("'", String.raw`'\''`)}'`;
  const escaped = text
    .replaceAll('\\', String.raw`\\`)
    .replaceAll("'", String.raw`\'`)
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, escapeOf);
  return `$'${escaped}'`;
}

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

function escapeOf(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`;
}
