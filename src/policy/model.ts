/** How much of a request kube-apiserver writes, from nothing to both bodies. */
export const levels = ['None', 'Metadata', 'Request', 'RequestResponse'] as const;
export type Level = (typeof levels)[number];

/** The points of a request's life at which kube-apiserver may write an event, in kube-apiserver's order. */
export const stages = ['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'] as const;
export type Stage = (typeof stages)[number];

/** Resources of one API group. No `resources` means all of the group's, subresources included. */
export interface GroupResources {
  readonly group: string;
  readonly resources: readonly string[];
  readonly resourceNames: readonly string[];
}

/** One rule. An empty list means that the rule does not look at that property. */
export interface PolicyRule {
  readonly level: Level;
  readonly users: readonly string[];
  readonly userGroups: readonly string[];
  readonly verbs: readonly string[];
  readonly resources: readonly GroupResources[];
  readonly namespaces: readonly string[];
  readonly nonResourceURLs: readonly string[];
  readonly omitStages: readonly Stage[];
  /** Absent where the rule leaves it to the policy. */
  readonly omitManagedFields?: boolean;
}

/** An audit policy as kube-apiserver holds it once it has read and accepted the file. */
export interface Policy {
  readonly apiVersion: string;
  readonly omitStages: readonly Stage[];
  readonly omitManagedFields: boolean;
  readonly rules: readonly PolicyRule[];
}

/** What kube-apiserver decides for a request; the members and their order are those of `policy check`. */
export interface Decision {
  readonly level: Level;
  /** Sorted; stages that are not written. */
  readonly omitStages: readonly Stage[];
  readonly omitManagedFields: boolean;
  /** Index of the deciding rule from 0, or null where no rule matches (level None). */
  readonly rule: number | null;
}

/** Says whether `level` writes at least what `least` writes. */
export function reaches(level: Level, least: Level): boolean {
  return levels.indexOf(level) >= levels.indexOf(least);
}

/** The level at or below which two levels agree: the lower one. */
export function lowerLevel(a: Level, b: Level): Level {
  return reaches(a, b) ? b : a;
}

/** Narrows text to a level. */
export function isLevel(text: unknown): text is Level {
  return levels.some((level) => level === text);
}

/** Narrows text to a stage. */
export function isStage(text: unknown): text is Stage {
  return stages.some((stage) => stage === text);
}
