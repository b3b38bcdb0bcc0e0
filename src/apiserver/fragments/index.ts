import { unreachable } from '../../base/index.ts';
import type { Distribution, Fragment, FragmentRequest } from './fragment.ts';
import { k3sFragment, rke2Fragment } from './k3s.ts';
import { kindFragment } from './kind.ts';
import { kopsFragment } from './kops.ts';
import { kubeadmFragment } from './kubeadm.ts';
import { minikubeFragment } from './minikube.ts';
import { talosFragment } from './talos.ts';

export { type FragmentOrder, fragmentRequest } from './request.ts';
export { type Distribution, distributions, type Fragment, type FragmentRequest, neededFiles } from './fragment.ts';

/** Writes the piece of configuration with which a distribution switches audit on. */
export function writeFragment(distribution: Distribution, request: FragmentRequest): Fragment {
  switch (distribution) {
    case 'minikube':
      return minikubeFragment(request);
    case 'kubeadm':
      return kubeadmFragment(request);
    case 'kind':
      return kindFragment(request);
    case 'k3s':
      return k3sFragment(request);
    case 'rke2':
      return rke2Fragment(request);
    case 'kops':
      return kopsFragment(request);
    case 'talos':
      return talosFragment(request);
    default:
      return unreachable(distribution);
  }
}
