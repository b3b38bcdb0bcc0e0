import { resourcesOf } from '../catalog/resources.ts';

/** A policy as a tree that a fault is put into. */
export interface Draft {
  apiVersion: string;
  kind: string;
  omitStages?: string[];
  rules: DraftRule[];
}

export interface DraftRule {
  level: string;
  users?: string[];
  userGroups?: string[];
  verbs?: string[];
  namespaces?: string[];
  nonResourceURLs?: string[];
  resources?: { group: string; resources?: string[]; resourceNames?: string[] }[];
  [field: string]: unknown;
}

/** Picks from a list; the same picks for the same seed. */
export type Pick = <T>(values: readonly T[]) => T;

/** A fault that people make. `apply` says false where the policy has no place for it. */
export interface Fault {
  readonly name: string;
  /** The finding that has to name it. */
  readonly code: string;
  /** Findings that follow from it: what a rule that no longer matches leaves undone. */
  readonly consequences: readonly string[];
  apply(draft: Draft, pick: Pick): boolean;
}

const gaps = [
  'exec-not-logged',
  'cis-changes-not-logged',
  'cis-secrets-not-logged',
  'secret-bodies',
  'large-read-bodies',
  'noise-logged',
];
const order = ['rule-shadowed', 'rule-partly-shadowed', 'rule-same-as-next', 'catch-all-not-last'];

interface Name {
  readonly group: string;
  readonly list: string[];
  readonly at: number;
}

function names(draft: Draft, accepts: (group: string, name: string) => boolean): Name[] {
  return draft.rules.flatMap(({ resources = [] }) =>
    resources.flatMap(({ group, resources: list = [] }) =>
      list.flatMap((name, at) => (accepts(group, name) ? [{ group, list, at }] : [])),
    ),
  );
}

const isKnown = (group: string, name: string): boolean => resourcesOf(group)?.has(name) ?? false;

function misspell(name: string, pick: Pick): string {
  const at = pick(Array.from({ length: name.length - 1 }, (_, index) => index + 1));
  const kinds = [
    name.slice(0, at) + name.slice(at + 1),
    name.slice(0, at) + name[at] + name.slice(at),
    name.slice(0, at - 1) + name[at] + name[at - 1] + name.slice(at + 1),
  ].filter((result) => result !== name);
  return pick(kinds);
}

function rename(draft: Draft, pick: Pick, change: (name: string) => string): boolean {
  const places = names(draft, isKnown);
  if (places.length === 0) return false;
  const { list, at } = pick(places);
  list[at] = change(list[at] ?? '');
  return true;
}

function isCatchAll(rule: DraftRule): boolean {
  return Object.keys(rule).every((field) => ['level', 'omitStages', 'omitManagedFields'].includes(field));
}

function rulesWith(draft: Draft, field: string): DraftRule[] {
  return draft.rules.filter((rule) => rule[field] !== undefined);
}

function changeRule(draft: Draft, pick: Pick, field: string, change: (rule: DraftRule) => void): boolean {
  const rules = rulesWith(draft, field);
  if (rules.length === 0) return false;
  change(pick(rules));
  return true;
}

function misname(field: string, wrong: string) {
  return (draft: Draft, pick: Pick): boolean =>
    changeRule(draft, pick, field, (rule) => {
      rule[wrong] = rule[field];
      delete rule[field];
    });
}

/** The faults, each as people make it. */
export const faults: readonly Fault[] = [
  {
    name: 'a rule moved below the catch-all',
    code: 'rule-shadowed',
    consequences: [...order, ...gaps, 'nothing-logged'],
    apply(draft, pick) {
      const last = draft.rules.at(-1);
      const others = draft.rules.slice(0, -1).filter((rule) => !isCatchAll(rule));
      if (!last || !isCatchAll(last) || others.length === 0) return false;
      const moved = pick(others);
      draft.rules = [...draft.rules.filter((rule) => rule !== moved), moved];
      return true;
    },
  },
  {
    name: 'a rule repeated',
    code: 'rule-shadowed',
    consequences: ['catch-all-not-last', 'catch-all-missing'],
    apply(draft, pick) {
      const rule = pick(draft.rules);
      draft.rules.splice(draft.rules.indexOf(rule), 0, structuredClone(rule));
      return true;
    },
  },
  {
    name: 'a resource misspelt',
    code: 'resource-unknown',
    consequences: [...gaps, ...order],
    apply: (draft, pick) => rename(draft, pick, (name) => misspell(name, pick)),
  },
  {
    name: 'a resource in the singular',
    code: 'resource-unknown',
    consequences: [...gaps, ...order],
    apply: (draft, pick) => rename(draft, pick, (name) => name.replace(/s$/, '')),
  },
  {
    name: 'a resource capitalised',
    code: 'resource-unknown',
    consequences: [...gaps, ...order],
    apply: (draft, pick) => rename(draft, pick, (name) => name.charAt(0).toUpperCase() + name.slice(1)),
  },
  {
    name: 'a resource in a wrong group',
    code: 'resource-wrong-group',
    consequences: [...gaps, ...order],
    apply(draft, pick) {
      const entries = draft.rules.flatMap(({ resources = [] }) =>
        resources.filter(({ group }) => ['', 'apps', 'batch'].includes(group)),
      );
      const whole = entries.filter(({ resources = [] }) =>
        resources.some((name) => !name.includes('*') && name !== 'events'),
      );
      if (whole.length === 0) return false;
      const entry = pick(whole);
      entry.group = pick(['', 'apps', 'batch'].filter((group) => group !== entry.group));
      return true;
    },
  },
  {
    name: 'a version in a group',
    code: 'group-has-version',
    consequences: [...gaps, ...order],
    apply(draft, pick) {
      const entries = draft.rules.flatMap(({ resources = [] }) => resources.filter(({ group }) => group !== ''));
      if (entries.length === 0) return false;
      const entry = pick(entries);
      entry.group += pick(['/v1', '/v1beta1']);
      return true;
    },
  },
  {
    name: 'a group without its domain',
    code: 'group-unknown',
    consequences: [...gaps, ...order],
    apply(draft, pick) {
      const entries = draft.rules.flatMap(({ resources = [] }) =>
        resources.filter(({ group }) => group.endsWith('.k8s.io')),
      );
      if (entries.length === 0) return false;
      const entry = pick(entries);
      entry.group = entry.group.split('.')[0] ?? '';
      return true;
    },
  },
  {
    name: 'Secrets raised to Request',
    code: 'secret-bodies',
    consequences: ['large-read-bodies', ...order],
    apply(draft) {
      const rule = draft.rules.find(
        ({ level, resources = [] }) =>
          level === 'Metadata' && resources.some(({ resources: list = [] }) => list.includes('secrets')),
      );
      if (!rule) return false;
      rule.level = 'Request';
      return true;
    },
  },
  {
    name: 'the rule for exec lost',
    code: 'exec-not-logged',
    consequences: [...order],
    apply(draft) {
      const before = draft.rules.length;
      draft.rules = draft.rules.filter(
        ({ resources = [] }) => !resources.some(({ resources: list = [] }) => list.includes('pods/exec')),
      );
      const last = draft.rules.at(-1);
      return draft.rules.length < before && last?.level === 'None' && isCatchAll(last);
    },
  },
  {
    name: 'the catch-all lost',
    code: 'catch-all-missing',
    consequences: [...gaps],
    apply(draft) {
      const last = draft.rules.at(-1);
      if (!last || !isCatchAll(last) || draft.rules.length === 1) return false;
      draft.rules.pop();
      return true;
    },
  },
  ...(
    [
      ['resources', 'resource'],
      ['users', 'user'],
      ['verbs', 'verb'],
      ['namespaces', 'namespace'],
      ['nonResourceURLs', 'nonResourceURL'],
      ['userGroups', 'groups'],
    ] as const
  ).map(([field, wrong]) => ({
    name: `${wrong} for ${field}`,
    code: 'unknown-field',
    // The rule then matches more than was meant.
    consequences: [
      ...order,
      ...gaps,
      'user-silenced',
      'nothing-logged',
      'verb-unknown',
      'request-received-kept',
      'url-level',
    ],
    apply: misname(field, wrong),
  })),
  {
    name: 'a star for all verbs',
    code: 'wildcard-useless',
    consequences: [...gaps, ...order],
    apply: (draft, pick) => changeRule(draft, pick, 'verbs', (rule) => (rule.verbs = ['*'])),
  },
  {
    name: 'a star in a user name',
    code: 'wildcard-useless',
    consequences: [...gaps, ...order],
    apply: (draft, pick) =>
      changeRule(draft, pick, 'users', (rule) => (rule.users = ['system:serviceaccount:kube-system:*'])),
  },
  {
    name: 'a group among the users',
    code: 'user-impossible',
    consequences: [...gaps, ...order],
    apply: (draft, pick) => changeRule(draft, pick, 'users', (rule) => rule.users?.push('system:nodes')),
  },
  {
    name: 'a verb of HTTP',
    code: 'verb-unknown',
    consequences: [...gaps, ...order],
    apply: (draft, pick) =>
      changeRule(draft, pick, 'verbs', (rule) => rule.verbs?.push(pick(['replace', 'GET', 'impersonate', 'remove']))),
  },
  {
    name: 'the stage RequestReceived kept',
    code: 'request-received-kept',
    consequences: [],
    apply(draft) {
      if (!draft.omitStages) return false;
      delete draft.omitStages;
      return true;
    },
  },
  {
    name: 'stages omitted that tell the outcome',
    code: 'nothing-written',
    consequences: [...gaps, ...order],
    apply(draft, pick) {
      const logged = draft.rules.filter(({ level }) => level !== 'None');
      if (logged.length === 0) return false;
      pick(logged)['omitStages'] = ['ResponseStarted', 'ResponseComplete'];
      return true;
    },
  },
  {
    name: 'an apiVersion that has ended',
    code: 'api-version-ended',
    consequences: [],
    apply(draft, pick) {
      draft.apiVersion = pick(['audit.k8s.io/v1beta1', 'audit.k8s.io/v1alpha1']);
      return true;
    },
  },
  {
    name: 'a level misspelt',
    code: 'invalid-field',
    consequences: [...gaps, ...order, 'url-level', 'user-silenced'],
    apply(draft, pick) {
      pick(draft.rules).level = pick(['metadata', 'Full', 'Requests']);
      return true;
    },
  },
  {
    name: 'bodies of paths',
    code: 'url-level',
    consequences: [...gaps, ...order],
    apply: (draft, pick) => changeRule(draft, pick, 'nonResourceURLs', (rule) => (rule.level = 'RequestResponse')),
  },
  {
    name: 'a star behind a resource',
    code: 'subresource-wildcard',
    consequences: [...gaps, ...order],
    apply: (draft, pick) => rename(draft, pick, (name) => `${name}/*`),
  },
  {
    name: 'a subresource misspelt',
    code: 'subresource-unknown',
    consequences: [...gaps, ...order],
    apply(draft, pick) {
      const places = names(
        draft,
        (group, name) => name.includes('/') && !name.includes('*') && resourcesOf(group) !== undefined,
      );
      if (places.length === 0) return false;
      const { list, at } = pick(places);
      list[at] = `${list[at]}s`;
      return true;
    },
  },
];
