import { type Component, numberCell, type Sighting, textCell } from './component.ts';
import { maxEvidence } from './user-agents.ts';

/** The last two parts of an image's name that tell what it is, and the catalogue's name of it. */
const images: Readonly<Record<string, string>> = {
  'ingress-nginx/controller': 'ingress-nginx',
  'ingress-nginx/controller-chroot': 'ingress-nginx',
  'acs/aliyun-ingress-controller': 'ingress-nginx',
  'sig-storage/nfsplugin': 'csi-driver-nfs',
  'sig-storage/smbplugin': 'csi-driver-smb',
  'csi-secrets-store/driver': 'secrets-store-csi-driver',
  'kubernetes-csi/azurefile-csi': 'azurefile-csi-driver',
  'headlamp-k8s/headlamp': 'headlamp',
  'kubernetesui/dashboard': 'kubernetes-dashboard',
  'kube-state-metrics/kube-state-metrics': 'kube-state-metrics',
};
/** Programs of Kubernetes itself, whose images have their name in whichever registry they are copied to. */
const programs = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kube-proxy'];

/**
 * Images of known components in what users, controllers and kubelets (for static pods) wrote, the latest first. Columns: cluster, user,
 * image, first and last (Unix seconds), count.
 */
export const imageStatement = `(objectRef.resource: pods or objectRef.resource: deployments or objectRef.resource: daemonsets or objectRef.resource: statefulsets or objectRef.resource: replicasets) and (verb: create or verb: update or verb: patch) and responseStatus.code < 300 and (requestObject: ingress-nginx or requestObject: aliyun-ingress-controller or requestObject: nfsplugin or requestObject: smbplugin or requestObject: csi-secrets-store or requestObject: azurefile-csi or requestObject: headlamp or requestObject: kubernetesui or requestObject: kube-state-metrics or requestObject: kube-apiserver or requestObject: kube-controller-manager or requestObject: kube-scheduler or requestObject: kube-proxy)
| select cluster, user, image, min(time) as first, max(time) as last, count(*) as n from (
  select __cluster__ as cluster, "user.username" as user, __time__ as time,
    regexp_extract_all(requestObject, '"image":"([^"]{1,500})"', 1) as images
  from log) cross join unnest(images) as t(image)
where regexp_like(image, '(?:^|/)(?:${[...Object.keys(images), ...programs].join('|')}):')
group by 1, 2, 3 order by last desc limit ${maxEvidence}`;

/** `registry/path:tag@digest`, of which the last two parts of the path and the tag count. */
const form = /^(?:.*\/)?([^/:@]{1,200}\/[^/:@]{1,200}):([^@]{1,128})(?:@.*)?$/;

/** The components in the rows of `imageStatement`. A tag is a version only where it has a version's form. */
export function componentsOfImages(rows: readonly (readonly unknown[])[]): readonly Component[] {
  return rows.flatMap((row) => {
    const [cluster = '', by = '', image = ''] = row.map(textCell);
    const [, path = '', version = ''] = form.exec(image) ?? [];
    const name = Object.hasOwn(images, path) ? images[path] : programs.find((program) => path.endsWith(`/${program}`));
    if (name === undefined) return [];
    const [first = 0, last = 0, count = 0] = row.slice(3).map(numberCell);
    const sighting: Sighting = { evidence: 'image', cluster, by, first, last, count };
    return [{ name, version, platform: 'linux', sighting }];
  });
}
