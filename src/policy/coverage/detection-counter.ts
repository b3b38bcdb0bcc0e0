import type { AuditEventLike } from '../audit-event.ts';
import type { Evaluator } from '../evaluate.ts';
import { type Level, isLevel, lowerLevel, reaches } from '../model.ts';
import { type DetectionCoverage, coverageOf } from './detection-coverage.ts';
import { type DetectionNeeds, detectionNeeds } from './detection-needs.ts';

interface Watched {
  readonly needs: DetectionNeeds;
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
    this.watched = detectionNeeds.map((needs) => ({ needs, verbs: new Set(needs.verbs), before: 0, after: 0 }));
    this.unspecific = this.watched.filter(({ needs }) => needs.resources.length === 0);
    for (const watched of this.watched) {
      for (const text of watched.needs.resources) {
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
        const { needs, verbs } = watched;
        if (verbs.size > 0 && !verbs.has(event.verb ?? '')) continue;
        if (reaches(lowerLevel(recorded, before), needs.level)) watched.before += 1;
        if (reaches(lowerLevel(recorded, after), needs.level)) watched.after += 1;
      }
    }
  }

  /** What every detection sees under a policy, and saw under the one that it is compared with. */
  result(policy: Evaluator, against?: Evaluator): readonly DetectionCoverage[] {
    return this.watched.map(({ needs, before, after }) => ({
      id: needs.id,
      title: needs.title,
      level: needs.level,
      coverage: coverageOf(policy, needs),
      ...(against ? { before: coverageOf(against, needs) } : {}),
      events: { before, after },
    }));
  }
}
