import { unmentioned } from '../minimal-requests.ts';
import { type Request, isResourceRequest } from '../request.ts';

const plausible = {
  user: ['alice', 'some-user'],
  verb: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection', 'some-verb'],
  apiGroup: ['example.com', 'some-group.example.com'],
  resource: ['widgets', 'pods', 'some-resources'],
  subresource: ['', 'status', 'some-subresource'],
  namespace: ['default', 'team-a', 'some-namespace'],
  name: ['web', 'some-name'],
  path: ['/metrics', '/some-path'],
} as const;

/** Gives names that people recognise to what a request leaves open, as long as `isSame` holds of the result. */
export function plausibleRequest(request: Request, isSame: (request: Request) => boolean): Request {
  let current: Request = request;
  const fields: ReadonlyMap<string, unknown> = new Map(Object.entries(request));
  for (const [field, values] of Object.entries(plausible)) {
    const open = fields.get(field);
    if (typeof open !== 'string' || !open.includes(unmentioned)) continue;
    for (const value of values) {
      const filled: Request = { ...current, [field]: fill(open, value, field) };
      if (!isSame(filled)) continue;
      current = filled;
      break;
    }
  }
  return isResourceRequest(current) && isNameless(current) && isSame({ ...current, name: '' })
    ? { ...current, name: '' }
    : current;
}

function fill(open: string, value: string, field: string): string {
  if (field !== 'path' || open === `/${unmentioned}`) return value;
  return open.replace(unmentioned, 'x');
}

function isNameless(request: Request): boolean {
  return (
    ['list', 'watch', 'create', 'deletecollection'].includes(request.verb) &&
    isResourceRequest(request) &&
    request.subresource === ''
  );
}
