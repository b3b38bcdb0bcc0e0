import type { Evaluator } from '../evaluate.ts';
import { anyPath, anyResource, unmentioned } from '../minimal-requests.ts';
import { type Decision, type Level, reaches } from '../model.ts';
import type { Request } from '../request.ts';
import type { DetectionNeeds } from './detection-needs.ts';

/** What a detection still sees. */
export interface DetectionCoverage {
  readonly id: string;
  readonly title: string;
  readonly level: Level;
  /** By the policy alone, for somebody whom no rule names: all of its requests, some, none. */
  readonly coverage: 'full' | 'partial' | 'blind';
  /** The same of the policy that is compared with, where one is given. */
  readonly before?: 'full' | 'partial' | 'blind';
  /** Replayed events that were recorded at its level and that it looks at, and those that are still written so. */
  readonly events: { readonly before: number; readonly after: number };
}

function requestsFor({ verbs, resources }: DetectionNeeds): readonly Request[] {
  const who = { user: unmentioned, groups: [] };
  const tried = verbs.length === 0 ? [unmentioned] : verbs;
  if (resources.length === 0) {
    const targets = verbs.length === 0 ? [anyResource, anyPath] : [anyResource];
    return targets.flatMap((target) => tried.map((verb) => ({ ...who, verb, ...target })));
  }
  return resources.flatMap((text) => {
    const { apiGroup, resource, subresource } = parseResource(text);
    const target = { apiGroup, resource, subresource, namespace: unmentioned, name: unmentioned };
    return tried.map((verb) => ({ ...who, verb, ...target }));
  });
}

/** Reads `certificatesigningrequests.certificates.k8s.io/approval`. */
function parseResource(text: string) {
  const [full = '', subresource = ''] = text.split('/');
  const [resource = '', ...group] = full.split('.');
  return { resource, subresource, apiGroup: group.join('.') };
}

function sees({ level, omitStages }: Decision, least: Level): boolean {
  return reaches(level, least) && !(omitStages.includes('ResponseStarted') && omitStages.includes('ResponseComplete'));
}

/** What a policy lets a detection see, for somebody whom no rule names. */
export function coverageOf(evaluator: Evaluator, needs: DetectionNeeds): DetectionCoverage['coverage'] {
  const seen = requestsFor(needs).map((request) => sees(evaluator.evaluate(request), needs.level));
  if (seen.every(Boolean)) return 'full';
  return seen.some(Boolean) ? 'partial' : 'blind';
}
