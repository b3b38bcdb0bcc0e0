import { keyOf, type ObjectName } from './operation.ts';
import { isObject, listAt, textAt } from './members.ts';

/** An object that another belongs to. */
export interface Owner {
  readonly object: ObjectName;
  /** Whether the object says so itself, or the names alone do. */
  readonly by: 'reference' | 'name';
}

/** The letters of generated names (k8s.io/apimachinery's rand.String): no vowels, no 0, 1, 3. */
const letter = '[bcdfghjklmnpqrstvwxz2456789]';
const ofReplicaSet = new RegExp(`^(.+)-${letter}{5}$`);
const ofDeployment = new RegExp(`^(.+)-${letter}{6,10}$`);
const ofStatefulSet = /^(.+)-\d{1,5}$/;
const ofCronJob = /^(.+)-\d{7,12}$/;

/** What the kinds of workloads own, by resource, with the group of each. */
const groups: Readonly<Record<string, string>> = {
  pods: '',
  replicasets: 'apps',
  deployments: 'apps',
  daemonsets: 'apps',
  statefulsets: 'apps',
  jobs: 'batch',
  cronjobs: 'batch',
};

/** Resources whose objects own each other. */
export const familyResources: readonly string[] = Object.keys(groups);

/** Who may own an object, as its name tells: the likeliest first. */
export function ownersByName(object: ObjectName): readonly ObjectName[] {
  const owner = (resource: string, found: RegExpExecArray | null): readonly ObjectName[] =>
    found?.[1] === undefined ? [] : [{ ...object, resource, apiGroup: groups[resource] ?? '', name: found[1] }];
  const { resource, name, apiGroup } = object;
  if (groups[resource] !== apiGroup) return [];
  switch (resource) {
    case 'pods': {
      const generated = ofReplicaSet.exec(name);
      return [
        ...owner('replicasets', generated),
        ...owner('daemonsets', generated),
        ...owner('jobs', generated),
        ...owner('statefulsets', ofStatefulSet.exec(name)),
      ];
    }
    case 'replicasets':
      return owner('deployments', ofDeployment.exec(name));
    case 'jobs':
      return owner('cronjobs', ofCronJob.exec(name));
    default:
      return [];
  }
}

/** The name that an object's whole family begins with, as far as names tell; undefined for what has no family. */
export function stemOf(object: ObjectName): string | undefined {
  if (object.name === '' || groups[object.resource] !== object.apiGroup) return undefined;
  let stem = object;
  for (let [owner] = ownersByName(stem); owner; [owner] = ownersByName(stem)) stem = owner;
  return stem.name;
}

/** Whom an object says that it belongs to: its controller, else the first that it names. `resources` tells resources by kinds. */
export function referencedOwner(
  object: ObjectName,
  body: unknown,
  resources: ReadonlyMap<string, string>,
): ObjectName | undefined {
  const references = listAt(body, 'metadata', 'ownerReferences').filter(isObject);
  const reference = references.find(({ controller }) => controller === true) ?? references[0];
  const kind = textAt(reference, 'kind');
  if (!reference || kind === '') return undefined;
  const version = textAt(reference, 'apiVersion');
  const apiGroup = version.includes('/') ? version.slice(0, version.indexOf('/')) : '';
  const resource = resources.get(JSON.stringify([apiGroup, kind])) ?? pluralOf(kind);
  // A node owns its mirror pods: what owns may be in no namespace.
  const namespace = apiGroup === '' && (kind === 'Node' || kind === 'Namespace') ? '' : object.namespace;
  return { ...object, apiGroup, resource, namespace, name: textAt(reference, 'name') };
}

/** The resource of a kind as Kubernetes' own are named. */
function pluralOf(kind: string): string {
  const lower = kind.toLowerCase();
  if (/[^aeiou]y$/.test(lower)) return `${lower.slice(0, -1)}ies`;
  return /(s|x|ch|sh)$/.test(lower) ? `${lower}es` : `${lower}s`;
}

/** The owner of each object that has one, by keys: as its latest body says, else as names tell of an object that is there. */
export function ownersOf(
  objects: ReadonlyMap<string, { readonly object: ObjectName; readonly latestBody: unknown }>,
  resources: ReadonlyMap<string, string>,
): ReadonlyMap<string, Owner> {
  const owners = new Map<string, Owner>();
  for (const [key, { object, latestBody }] of objects) {
    const referenced = referencedOwner(object, latestBody, resources);
    const named = ownersByName(object).find((candidate) => objects.has(keyOf(candidate)));
    // What has a body and names no owner has none.
    const owner = referenced ?? (latestBody === undefined ? named : undefined);
    if (owner && keyOf(owner) !== key) owners.set(key, { object: owner, by: referenced ? 'reference' : 'name' });
  }
  return owners;
}
