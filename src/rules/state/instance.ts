import type { Group } from '../evaluate/index.ts';
import type { Severity } from '../form.ts';

/** A group of a rule between two evaluations, as it is kept. */
export interface Instance {
  /** The same for rule and group, for ever. */
  readonly fingerprint: string;
  readonly state: 'pending' | 'firing';
  /** `no-data`: stands for the rule as a whole while its queries answer nothing. */
  readonly kind: 'group' | 'no-data';
  readonly labels: Readonly<Record<string, string>>;
  /** In how many evaluations, one after another, its condition held. */
  readonly held: number;
  /** The highest of the episode: a lower one is no news. */
  readonly severity: Severity;
  /** From the first firing to the end; empty while it is pending. */
  readonly episode: string;
  /** Unix milliseconds: of the evaluation that began the episode (of a pending one: that first held), and of the one that told last. */
  readonly startedAt: number;
  readonly toldAt: number;
}

/**
 * What is to be told about an instance.
 * `fired`: an episode begins. `again`: there are new events in it. `escalated`: its severity is higher than before.
 * `repeated`: it goes on, and `repeatInterval` passed. `resolved`: it is over, whoever is told of that. `noData`: the queries answer nothing
 * any more.
 */
export interface Change {
  readonly kind: 'fired' | 'again' | 'escalated' | 'repeated' | 'resolved' | 'noData';
  /** The key of the cause: the same if the same evaluation is done again. */
  readonly key: string;
  /** As it is after the step; of what is over, as it was. */
  readonly instance: Instance;
  /** Of these rows; of what is over, the highest of the episode. */
  readonly severity: Severity;
  /** What made it; absent for what is over and for no data. */
  readonly group?: Group | undefined;
}

/** An evaluation as a moment in the life of a rule. */
export interface Moment {
  /** Unix milliseconds. */
  readonly at: number;
  /** Tells this evaluation from all others of the rule, also when it is done again after a crash: what it reads up to. */
  readonly step: string;
  /** SHA-256 in hex, so that nobody can choose values of one group that look like another. */
  readonly hash: (text: string) => string;
}

/** What a step leaves. */
export interface Step {
  readonly instances: readonly Instance[];
  /** In the order of the groups, then what is over, then what there is no data of. */
  readonly changes: readonly Change[];
}
