import { nearest } from '../catalog/nearest.ts';
import { knownGroups } from '../catalog/resources.ts';

/** Where a field of a policy belongs. */
export type Level = 'policy' | 'rule' | 'entry';

/** The fields that kube-apiserver knows, by the level that they belong to; `entry` is one of a rule's `resources`. */
export const fieldsOf = {
  policy: ['apiVersion', 'kind', 'metadata', 'omitStages', 'omitManagedFields', 'rules'],
  rule: [
    'level',
    'users',
    'userGroups',
    'verbs',
    'resources',
    'namespaces',
    'nonResourceURLs',
    'omitStages',
    'omitManagedFields',
  ],
  entry: ['group', 'resources', 'resourceNames'],
} as const satisfies Readonly<Record<Level, readonly string[]>>;

/** Fields that hold a list of texts. */
export const listFields: ReadonlySet<string> = new Set([
  'users',
  'userGroups',
  'verbs',
  'namespaces',
  'nonResourceURLs',
  'omitStages',
  'resourceNames',
]);

/** What a field with another name, or at another level, is meant to be. */
export interface Meaning {
  readonly level: Level;
  /** A field of that level; `groups` is one or several API groups of an entry. */
  readonly field: string;
}

/** What people write for a field, in lower case, where it is no slip of one or two letters. */
const synonyms: Readonly<Record<string, Meaning>> = {
  user: { level: 'rule', field: 'users' },
  username: { level: 'rule', field: 'users' },
  usernames: { level: 'rule', field: 'users' },
  operation: { level: 'rule', field: 'verbs' },
  operations: { level: 'rule', field: 'verbs' },
  methods: { level: 'rule', field: 'verbs' },
  url: { level: 'rule', field: 'nonResourceURLs' },
  urls: { level: 'rule', field: 'nonResourceURLs' },
  path: { level: 'rule', field: 'nonResourceURLs' },
  paths: { level: 'rule', field: 'nonResourceURLs' },
  apigroup: { level: 'entry', field: 'groups' },
  apigroups: { level: 'entry', field: 'groups' },
  apiversion: { level: 'entry', field: 'groups' },
  apiversions: { level: 'entry', field: 'groups' },
  names: { level: 'entry', field: 'resourceNames' },
  objectnames: { level: 'entry', field: 'resourceNames' },
};

/** Names that stand near a field and mean none, or one that is its opposite (`stages` may list what to keep). */
const unclear = new Set(['name', 'names', 'rule', 'rules', 'stage', 'stages', 'kind', 'kinds', 'metadata', 'nodes']);

/**
 * What an unknown field of a rule or of an entry is meant to be, by its name and by the texts in it: `group` and `groups` may be of
 * users or of the API. Undefined where it may be anything.
 */
export function meaningOf(name: string, level: 'rule' | 'entry', texts: readonly string[]): Meaning | undefined {
  const lower = name.toLowerCase();
  if (lower === 'group' || lower === 'groups') return meaningOfGroup(level, texts);
  const synonym = synonyms[lower];
  if (synonym && !(synonym.field === 'resourceNames' && level === 'rule')) return synonym;
  if (unclear.has(lower)) return undefined;
  const other = level === 'rule' ? 'entry' : 'rule';
  for (const candidate of [level, other] as const) {
    const field = nearest(name, fieldsOf[candidate]);
    if (field !== undefined) return { level: candidate, field };
  }
  return undefined;
}

function meaningOfGroup(level: 'rule' | 'entry', texts: readonly string[]): Meaning | undefined {
  const ofUsers: Meaning = { level: 'rule', field: 'userGroups' };
  const ofApi: Meaning = { level: 'entry', field: 'groups' };
  if (texts.length === 0) return undefined;
  if (texts.some((text) => text.startsWith('system:'))) return ofUsers;
  if (level === 'entry' || texts.every((text) => isApiGroup(text))) return ofApi;
  return texts.some((text) => isApiGroup(text)) ? undefined : ofUsers;
}

/** Says whether a text is one of Kubernetes' API groups, a version of one, or has the form of somebody's own. */
function isApiGroup(text: string): boolean {
  const group = versionedGroup(text) ?? text;
  return group === 'core' || /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(group) || knownGroups.includes(group);
}

/** The group of a text that holds a version, which is empty where the version stands alone; undefined where there is no version. */
export function versionedGroup(text: string): string | undefined {
  const match = /^(?:(.*)\/)?v\d+(?:(?:alpha|beta)\d+)?$/.exec(text);
  return match ? (match[1] ?? '') : undefined;
}
