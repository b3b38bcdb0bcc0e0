import { type Result, fail, ok } from '../base/index.ts';
import type { Request } from './request.ts';

const texts = ['user', 'verb', 'resource', 'subresource', 'apiGroup', 'namespace', 'name'] as const;

/**
 * Reads a request as `policy check` takes it: `{user, groups, verb, resource, subresource, apiGroup, namespace, name}` or
 * with `path` instead of a resource. What is absent or null is empty. `place` names the request in messages, such as `line 3`.
 */
export function readRequest(value: unknown, place: string): Result<Request> {
  if (!isRecord(value)) return wrong(place, 'it is no object');
  const { path, groups } = value;
  for (const name of [...texts, 'path']) {
    const field = value[name];
    if (field !== undefined && field !== null && typeof field !== 'string') return wrong(place, `"${name}" is no text`);
  }
  if (groups !== undefined && groups !== null && !isTexts(groups)) return wrong(place, '"groups" is no list of texts');
  const text = (name: (typeof texts)[number]): string => {
    const field = value[name];
    return typeof field === 'string' ? field : '';
  };
  const who = { user: text('user'), groups: isTexts(groups) ? groups : [], verb: text('verb') };
  if (typeof path === 'string') {
    if (text('resource') !== '') return wrong(place, 'it has both "path" and "resource"');
    return ok({ ...who, path });
  }
  if (text('resource') === '') return wrong(place, 'it has neither "resource" nor "path"');
  return ok({
    ...who,
    apiGroup: text('apiGroup'),
    resource: text('resource'),
    subresource: text('subresource'),
    namespace: text('namespace'),
    name: text('name'),
  });
}

/** Reads requests of JSON lines, empty lines skipped; every line that cannot be read has its diagnostic. */
export function readRequests(text: string): Result<readonly Request[]> {
  const requests: Request[] = [];
  const problems = text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const place = `line ${index + 1}`;
    const parsed = parseJson(line);
    const read = parsed === undefined ? wrong(place, 'it is no JSON') : readRequest(parsed.value, place);
    if (read.ok) requests.push(read.value);
    return read.diagnostics.map((problem) => ({ ...problem, line: index + 1, column: 1 }));
  });
  return problems.length === 0 ? ok(requests) : fail(...problems);
}

function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function wrong(place: string, cause: string): Result<never> {
  return fail({ code: 'request-unreadable', severity: 'error', message: `cannot read request of ${place}: ${cause}` });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
