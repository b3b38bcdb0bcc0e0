import { chooseFlags } from '../enable.ts';
import type { Backend, Release } from '../flags/catalogue.ts';
import { joinPath, parentPath } from '../manifest/paths.ts';
import type { FragmentRequest } from './fragment.ts';

/** What a fragment is asked to say, before files have their places. */
export interface FragmentOrder {
  readonly release: Release;
  readonly backends: readonly Backend[];
  readonly policy: string;
  readonly kubeconfig: string | undefined;
  /** The folder on the node that holds both. */
  readonly hostDir: string;
  /** Values that the user gave, by flag without dashes. */
  readonly given: Readonly<Record<string, string>>;
}

/** Gives the files their places and chooses the flags. */
export function fragmentRequest({
  release,
  backends,
  policy,
  kubeconfig,
  hostDir,
  given,
}: FragmentOrder): FragmentRequest {
  const policyPath = joinPath(hostDir, 'policy.yaml');
  const webhookPath = kubeconfig === undefined ? undefined : joinPath(hostDir, 'webhook.yaml');
  const flags = chooseFlags(new Set(), { backends, policyPath, webhookPath, given });
  const logPath = flags.find(([name]) => name === 'audit-log-path')?.[1];
  return {
    release,
    flags,
    policy: { path: policyPath, text: policy },
    kubeconfig:
      webhookPath === undefined || kubeconfig === undefined ? undefined : { path: webhookPath, text: kubeconfig },
    logFolder: logPath?.startsWith('/') === true ? parentPath(logPath) : undefined,
  };
}
