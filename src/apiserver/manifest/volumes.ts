import { isMap, isSeq, type Document, type YAMLMap } from 'yaml';
import { joinPath, normalisePath, pathBelow } from './paths.ts';
import { textOf } from './parse-pod.ts';

/** One entry of volumeMounts. */
export interface Mount {
  readonly index: number;
  readonly name: string;
  readonly mountPath: string;
  readonly subPath: string;
  readonly readOnly: boolean;
}

/** One entry of spec.volumes. */
export interface Volume {
  readonly index: number;
  readonly name: string;
  /** The key that says what it is: hostPath, configMap, emptyDir, … */
  readonly source: string;
  readonly hostPath: { readonly path: string; readonly type: string } | undefined;
}

/** Reads the volumeMounts of a container. */
export function readMounts(document: Document, container: YAMLMap): readonly Mount[] {
  return mapsOf(container, 'volumeMounts').map(({ map, index }) => ({
    index,
    name: textOf(document, map.get('name', true)) ?? '',
    mountPath: textOf(document, map.get('mountPath', true)) ?? '',
    subPath: textOf(document, map.get('subPath', true)) ?? '',
    readOnly: map.get('readOnly') === true,
  }));
}

/** Reads the volumes of a Pod. */
export function readVolumes(document: Document, spec: YAMLMap): readonly Volume[] {
  return mapsOf(spec, 'volumes').map(({ map, index }) => {
    const hostPath = map.get('hostPath', true);
    return {
      index,
      name: textOf(document, map.get('name', true)) ?? '',
      source: map.items.map((pair) => textOf(document, pair.key) ?? '').find((key) => key !== 'name') ?? '',
      hostPath: isMap(hostPath)
        ? {
            path: textOf(document, hostPath.get('path', true)) ?? '',
            type: textOf(document, hostPath.get('type', true)) ?? '',
          }
        : undefined,
    };
  });
}

function mapsOf(parent: YAMLMap, key: string): { map: YAMLMap; index: number }[] {
  const list = parent.get(key, true);
  if (!isSeq(list)) return [];
  return list.items.flatMap((item, index) => (isMap(item) ? [{ map: item, index }] : []));
}

/** Where a path inside the container comes from. */
export interface Origin {
  readonly mount: Mount;
  readonly volume: Volume | undefined;
  /** The same path on the node, where the volume is a hostPath. */
  readonly hostPath: string | undefined;
  /** Whether the path is what is mounted, rather than something below it. */
  readonly exact: boolean;
}

/** Finds the mount that a path inside the container lies in: the deepest one. Undefined: in the image's own file system. */
export function originOf(
  pod: { readonly mounts: readonly Mount[]; readonly volumes: readonly Volume[] },
  path: string,
): Origin | undefined {
  let best: { mount: Mount; below: string } | undefined;
  for (const mount of pod.mounts) {
    const below = pathBelow(mount.mountPath, path);
    if (below === undefined) continue;
    if (!best || normalisePath(mount.mountPath).length > normalisePath(best.mount.mountPath).length)
      best = { mount, below };
  }
  if (!best) return undefined;
  const { mount, below } = best;
  const volume = pod.volumes.find((candidate) => candidate.name === mount.name);
  const base = volume?.hostPath ? joinPath(volume.hostPath.path, mount.subPath) : undefined;
  return { mount, volume, hostPath: base === undefined ? undefined : joinPath(base, below), exact: below === '' };
}
