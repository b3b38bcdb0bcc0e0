import { formatMicroTime } from '../../audit/index.ts';
import { accepted } from '../http/errors.ts';
import { route, type Route } from '../http/route.ts';
import { PatternsAnswer, PatternsRequest } from '../schemas/index.ts';

/** What the events of a search have in common. */
export function patternRoutes(): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/v1/patterns',
      access: 'read',
      activity: 'patterns',
      summary:
        'Clusters the events of a search by what they have in common, and tells what is new against the period before.',
      body: PatternsRequest,
      answer: PatternsAnswer,
      handle: async ({ body, caller, context, signal }) => {
        const { value, warnings } = accepted(await context.analysis.patterns({ caller, question: body, signal }));
        const { range, before, total, distinct } = value;
        return {
          from: formatMicroTime(range.fromMicros),
          to: formatMicroTime(range.toMicros),
          total,
          before: {
            from: formatMicroTime(before.fromMicros),
            to: formatMicroTime(before.toMicros),
            total: before.total,
          },
          patterns: value.patterns.map(({ common, sample, ...pattern }) => ({
            query: pattern.query,
            userKind: common['derived.userKind'],
            verb: common.verb,
            apiGroup: common['objectRef.apiGroup'],
            resource: common['objectRef.resource'],
            subresource: common['objectRef.subresource'],
            namespace: pattern.namespace ?? null,
            name: pattern.name ?? null,
            namespaces: pattern.namespaces,
            names: pattern.names,
            pathKind: common['derived.pathKind'],
            outcome: pattern.outcome,
            count: pattern.count,
            share: pattern.count / total,
            countBefore: pattern.countBefore,
            new: pattern.countBefore === 0 && before.total > 0,
            users: pattern.users,
            first: formatMicroTime(pattern.firstMicros),
            last: formatMicroTime(pattern.lastMicros),
            sample: {
              id: `${sample.auditId.slice(0, 200)}/${sample.stage}`,
              cluster: pattern.cluster,
              user: sample.user,
              namespace: sample.namespace,
              name: sample.name,
              uri: sample.uri,
              code: sample.code ?? null,
            },
          })),
          distinct,
          warnings: [...warnings],
        };
      },
    }),
  ];
}
