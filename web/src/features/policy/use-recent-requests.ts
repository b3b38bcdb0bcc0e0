import { useQuery } from '@tanstack/react-query';
import { type AuditEventLike, asAuditEvent, type Request, requestOfEvent } from '../../../../src/policy/index.ts';
import { searchEvents } from '../../api/search.ts';
import { visibleText } from '../../../../src/base/index.ts';

export interface RecordedRequest {
  readonly label: string;
  readonly request: Request;
}

/** Requests of the last week that people may want explained; each kind once. */
export function useRecentRequests() {
  return useQuery({
    queryKey: ['policy', 'recent-requests'],
    queryFn: async ({ signal }): Promise<readonly RecordedRequest[]> => {
      const found = await searchEvents({ query: '', from: '-7d', to: 'now' }, { limit: 500 }, signal);
      const requests = found.events.flatMap(({ raw }) => {
        const event = readRecorded(raw);
        return event ? [requestOfEvent(event)] : [];
      });
      const byLabel = new Map(requests.map((request) => [labelOf(request), request]));
      return [...byLabel].slice(0, 200).map(([label, request]) => ({ label, request }));
    },
  });
}

/** An event's text as the policy room takes it; undefined where it is none. */
export function readRecorded(raw: string): AuditEventLike | undefined {
  try {
    return asAuditEvent(JSON.parse(raw));
  } catch {
    return undefined;
  }
}

function labelOf(request: Request): string {
  const what = request.path ?? [request.resource, request.subresource].filter((part) => part !== '').join('/');
  const where = request.path === undefined && request.namespace ? ` (${request.namespace})` : '';
  return visibleText(`${request.user.slice(0, 80)} ${request.verb} ${what.slice(0, 80)}${where}`);
}
