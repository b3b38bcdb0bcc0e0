import { isAlias, isMap, isScalar, isSeq, type YAMLMap } from 'yaml';
import { ok, type Result } from '../../base/index.ts';
import { readFlags, type FlagList, type Word } from '../flags/flag-list.ts';
import { parsePod, problem, textOf, whyNotEditable, type PodDocument } from './parse-pod.ts';
import { readMounts, readVolumes, type Mount, type Volume } from './volumes.ts';

/** The manifest of a static pod that runs kube-apiserver, as far as audit needs it. */
export interface Manifest {
  readonly text: string;
  /** The index of kube-apiserver's container in spec.containers. */
  readonly container: number;
  readonly image: string | undefined;
  readonly flags: FlagList;
  readonly mounts: readonly Mount[];
  readonly volumes: readonly Volume[];
  /** Names of volumes that other containers mount as well. */
  readonly sharedVolumes: ReadonlySet<string>;
  readonly environment: readonly { readonly name: string; readonly value: string | undefined }[];
  readonly readOnlyRoot: boolean;
  /** The user and group that kube-apiserver runs as, where the manifest says so; else it is root. */
  readonly runAs: { readonly user: number; readonly group: number } | undefined;
  /** The line of a word of the command line, counted from 1. */
  readonly lineOf: (place: { readonly list: string; readonly index: number }) => number | undefined;
}

/** Reads a manifest: exactly one Pod in which exactly one container runs kube-apiserver. */
export function readManifest(text: string): Result<Manifest> {
  const parsed = parsePod(text);
  if (!parsed.ok) return parsed;
  const pod = parsed.value;
  const containers = pod.spec.get('containers', true);
  if (!isSeq(containers)) return problem('manifest-no-apiserver', 'its spec has no list of containers');
  const candidates = containers.items.flatMap((item, index) => {
    const container = isMap(item) ? item : undefined;
    return container && runsApiServer(pod, container) ? [{ container, index }] : [];
  });
  const [found, other] = candidates;
  if (!found) return problem('manifest-no-apiserver', 'none of its containers runs kube-apiserver');
  if (other) return problem('manifest-two-apiservers', 'more than one of its containers runs kube-apiserver');
  return readContainer(pod, found.container, found.index);
}

function readContainer(pod: PodDocument, container: YAMLMap, index: number): Result<Manifest> {
  const reasons = [
    ...['command', 'args', 'volumeMounts', 'env'].map((key) => whyNotEditable(container, key)),
    whyNotEditable(pod.spec, 'volumes'),
    hasMergeKey(container) || hasMergeKey(pod.spec) ? 'it takes keys from an anchor by "<<"' : undefined,
  ].filter((reason) => reason !== undefined);
  if (reasons[0] !== undefined) return problem('manifest-alias', reasons[0], { hint: 'write the value out' });
  const words = wordsOf(pod, container);
  const script = words.find((word) => /\s/.test(word.text) && word.text.includes('kube-apiserver'));
  if (script) return problem('manifest-shell', 'kube-apiserver is started by a shell script, whose flags are text');
  const flags = readFlags(words);
  if (!flags) return problem('manifest-no-command', 'neither command nor args names kube-apiserver');
  const image = textOf(pod.document, container.get('image', true));
  return ok({
    text: pod.text,
    container: index,
    image,
    flags,
    mounts: readMounts(pod.document, container),
    volumes: readVolumes(pod.document, pod.spec),
    sharedVolumes: new Set(
      otherContainers(pod, container)
        .flatMap((other) => readMounts(pod.document, other))
        .map((mount) => mount.name),
    ),
    environment: readEnvironment(pod, container),
    readOnlyRoot: container.getIn(['securityContext', 'readOnlyRootFilesystem']) === true,
    runAs: readRunAs(pod, container),
    lineOf: (place) => {
      const node = container.getIn([place.list, place.index], true);
      return isScalar(node) && node.range ? pod.at(node.range[0]).line : undefined;
    },
  });
}

function runsApiServer(pod: PodDocument, container: YAMLMap): boolean {
  const words = wordsOf(pod, container);
  if (readFlags(words) || words.some((word) => /(?:^|[\s/])kube-apiserver\s/.test(word.text))) return true;
  const image = textOf(pod.document, container.get('image', true)) ?? '';
  return /(?:^|\/)kube-apiserver(?:-[a-z0-9]+)?(?:[:@]|$)/.test(image);
}

function wordsOf(pod: PodDocument, container: YAMLMap): Word[] {
  return (['command', 'args'] as const).flatMap((list) => {
    const node = container.get(list, true);
    if (!isSeq(node)) return [];
    return node.items.map((item, index) => ({ list, index, text: textOf(pod.document, item) ?? '' }));
  });
}

function otherContainers(pod: PodDocument, container: YAMLMap): YAMLMap[] {
  return ['containers', 'initContainers', 'ephemeralContainers'].flatMap((key) => {
    const list = pod.spec.get(key, true);
    return isSeq(list) ? list.items.filter((item): item is YAMLMap => isMap(item) && item !== container) : [];
  });
}

function readEnvironment(pod: PodDocument, container: YAMLMap): Manifest['environment'] {
  const list = container.get('env', true);
  if (!isSeq(list)) return [];
  return list.items.map((item) => ({
    name: isMap(item) ? (textOf(pod.document, item.get('name', true)) ?? '') : '',
    value: isMap(item) ? textOf(pod.document, item.get('value', true)) : undefined,
  }));
}

/** A container's own security context comes before its Pod's. */
function readRunAs(pod: PodDocument, container: YAMLMap): Manifest['runAs'] {
  const read = (key: string): number | undefined => {
    const own = container.getIn(['securityContext', key]) ?? pod.spec.getIn(['securityContext', key]);
    return typeof own === 'number' ? own : undefined;
  };
  const user = read('runAsUser');
  return user === undefined || user === 0 ? undefined : { user, group: read('runAsGroup') ?? 0 };
}

function hasMergeKey(map: YAMLMap): boolean {
  return map.items.some((pair) => isScalar(pair.key) && pair.key.value === '<<') || isAlias(map);
}
