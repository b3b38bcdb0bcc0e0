import type { AuditEventLike } from '../audit-event.ts';
import type { Evaluator } from '../evaluate.ts';
import { anyPath, anyResource, unmentioned } from '../minimal-requests.ts';
import { type Decision, type Level, isLevel, lowerLevel, reaches } from '../model.ts';
import type { Request } from '../request.ts';
import { type Detection, detections } from './detections.ts';

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

function requestsFor({ verbs, resources }: Detection): readonly Request[] {
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
export function coverageOf(evaluator: Evaluator, detection: Detection): DetectionCoverage['coverage'] {
  const seen = requestsFor(detection).map((request) => sees(evaluator.evaluate(request), detection.level));
  if (seen.every(Boolean)) return 'full';
  return seen.some(Boolean) ? 'partial' : 'blind';
}

interface Watched {
  readonly detection: Detection;
  readonly verbs: ReadonlySet<string>;
  before: number;
  after: number;
}

/** Counts the events of a replay that each detection looks at. */
export class DetectionCounter {
  private readonly watched: readonly Watched[];
  private readonly byResource = new Map<string, Watched[]>();
  private readonly unspecific: readonly Watched[];

  constructor() {
    this.watched = detections.map((detection) => ({ detection, verbs: new Set(detection.verbs), before: 0, after: 0 }));
    this.unspecific = this.watched.filter(({ detection }) => detection.resources.length === 0);
    for (const watched of this.watched) {
      for (const text of watched.detection.resources) {
        const list = this.byResource.get(text) ?? [];
        list.push(watched);
        this.byResource.set(text, list);
      }
    }
  }

  /** Counts an event, by what was written of it before and what is after. */
  add(event: AuditEventLike, before: Level, after: Level): void {
    const { resource = '', apiGroup = '', subresource = '' } = event.objectRef ?? {};
    const kind = apiGroup === '' ? resource : `${resource}.${apiGroup}`;
    const specific = this.byResource.get(subresource === '' ? kind : `${kind}/${subresource}`) ?? [];
    const recorded: Level = isLevel(event.level) ? event.level : 'Metadata';
    for (const list of [this.unspecific, specific]) {
      for (const watched of list) {
        const { detection, verbs } = watched;
        if (verbs.size > 0 && !verbs.has(event.verb ?? '')) continue;
        if (reaches(lowerLevel(recorded, before), detection.level)) watched.before += 1;
        if (reaches(lowerLevel(recorded, after), detection.level)) watched.after += 1;
      }
    }
  }

  /** What every detection sees under a policy, and saw under the one that it is compared with. */
  result(policy: Evaluator, against?: Evaluator): readonly DetectionCoverage[] {
    return this.watched.map(({ detection, before, after }) => ({
      id: detection.id,
      title: detection.title,
      level: detection.level,
      coverage: coverageOf(policy, detection),
      ...(against ? { before: coverageOf(against, detection) } : {}),
      events: { before, after },
    }));
  }
}
