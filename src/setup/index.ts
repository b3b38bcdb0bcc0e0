import type { SetupWay } from './choices.ts';
import type { SetupRequest, SetupStep, Way } from './step.ts';
import { kops } from './ways/kops.ts';
import { kind, minikube } from './ways/local.ts';
import { k3s, rke2 } from './ways/rancher.ts';
import { selfManaged } from './ways/self-managed.ts';
import { kubeadm, registered } from './ways/static-pod.ts';
import { talos } from './ways/talos.ts';

export {
  type SetupBackend,
  setupBackends,
  type SetupPolicy,
  type SetupWay,
  setupWays,
  usualPolicy,
} from './choices.ts';
export type { SetupFile, SetupRequest, SetupStep } from './step.ts';
export { noteTexts, placeTexts, titleTexts } from './texts.ts';
export { writeCommand } from './write-command.ts';

const all: readonly Way[] = [kubeadm, selfManaged, registered, k3s, rke2, kops, talos, kind, minikube];
const ways = new Map(all.map((way) => [way.name, way]));

/** What is to be done, in order, so that events of a cluster arrive. */
export function setupSteps(way: SetupWay, request: SetupRequest): readonly SetupStep[] {
  return ways.get(way)?.steps(request) ?? [];
}
