import { nearest, said } from '../../base/index.ts';
import type { AlertPolicy, AlertRule } from '../form.ts';
import { finding, type Finding } from './finding.ts';

/** A cluster that a rule may be about. */
export interface KnownCluster {
  readonly name: string;
  readonly project: string;
  readonly logstore: string;
}

/** What there is besides the file. What is left out is not looked up, as where a file is tested without a server. */
export interface Known {
  readonly clusters?: readonly KnownCluster[];
  /** Names. */
  readonly channels?: readonly string[];
  readonly policies?: readonly string[];
}

/** Checks that clusters, channels and the policy that a rule names are there. A channel or policy may come later. */
export function checkNames(
  { clusters = [], queries = [], channels = [], policy }: AlertRule,
  known: Known,
): readonly Finding[] {
  const isCluster = lookUp(
    'cluster',
    known.clusters?.map(({ name }) => name),
  );
  const isPolicy = lookUp('policy', known.policies);
  return [
    ...clusters.flatMap((name, index) => isCluster(name, ['clusters', index])),
    ...queries.flatMap((query, at) =>
      (query.clusters ?? []).flatMap((name, index) => isCluster(name, ['queries', at, 'clusters', index])),
    ),
    ...channels.flatMap((name, index) => lookUp('channel', known.channels)(name, ['channels', index])),
    ...(policy === undefined ? [] : isPolicy(policy, ['policy'])),
  ];
}

/** Checks that the channels to which a policy sends are there. */
export function checkChannels({ routes }: AlertPolicy, { channels: known }: Known): readonly Finding[] {
  const isChannel = lookUp('channel', known);
  return routes.flatMap(({ channels }, at) =>
    channels.flatMap((name, index) => isChannel(name, ['routes', at, 'channels', index])),
  );
}

const noneCalled = {
  cluster: (name: string) => said`there is no cluster "${name}"`,
  channel: (name: string) => said`there is no channel "${name}"`,
  policy: (name: string) => said`there is no policy "${name}"`,
} as const;

/** Says of names what is not among those that there are. */
function lookUp(
  what: keyof typeof noneCalled,
  names: readonly string[] | undefined,
): (name: string, path: Finding['path']) => readonly Finding[] {
  return (name, path) => {
    if (!names || names.includes(name)) return [];
    const severity = what === 'cluster' ? 'error' : 'warning';
    const meant = nearest(name, names);
    const others = names.length > 0 ? said`there are: ${names.slice(0, 20).join(', ')}` : undefined;
    const hint = meant === null ? others : said`did you mean ${meant}?`;
    const found = finding(path, 'unknown-name', noneCalled[what](name), { severity, hint });
    return [meant === null ? found : { ...found, from: 0, to: name.length, replacement: meant }];
  };
}
