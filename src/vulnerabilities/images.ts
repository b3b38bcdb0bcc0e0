import { type Component, numberCell, type Sighting, textCell } from './component.ts';

/** The last two parts of an image's name that tell what it is, and the catalogue's name of it. */
export const images: Readonly<Record<string, string>> = {
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
export const programs = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kube-proxy'];

/** `registry/path:tag@digest`, of which the last two parts of the path and the tag count. */
const form = /^(?:.*\/)?([^/:@]{1,200}\/[^/:@]{1,200}):([^@]{1,128})(?:@.*)?$/;

/**
 * The components in rows of images: cluster, user, image, first and last (Unix seconds), count. The panel `images` of the CVE dashboard has
 * the statement. A tag is a version only where it has a version's form.
 */
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
