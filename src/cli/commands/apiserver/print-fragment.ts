import path from 'node:path';
import {
  type Backend,
  chooseFlags,
  type Distribution,
  type FragmentRequest,
  joinPath,
  neededFiles,
  parentPath,
  type Release,
  writeFragment,
} from '../../../apiserver/index.ts';
import { unreachable } from '../../cli-error.ts';
import type { Output } from '../../output.ts';
import { makeFolder, replaceFile } from '../../replace-file.ts';

/** What a fragment is asked to say, and where it goes. */
export interface FragmentOrder {
  readonly release: Release;
  readonly backends: readonly Backend[];
  readonly policy: string;
  readonly kubeconfig: string | undefined;
  readonly hostDir: string;
  readonly given: Readonly<Record<string, string>>;
  /** A folder to write to; undefined prints the fragment. */
  readonly out: string | undefined;
  readonly output: Output;
}

/** Prints the configuration of a distribution, or writes it to a folder beside the files that it names. */
export async function printFragment(distribution: Distribution, order: FragmentOrder): Promise<void> {
  const { output, out } = order;
  const request = requestOf(order);
  const fragment = writeFragment(distribution, request);
  for (const note of fragment.notes) output.note(`warning: ${note}`);
  const needed = neededFiles(request);
  if (out === undefined) {
    if (output.jsonAsked) output.answer({ fragment: fragment.text, files: needed }, () => '');
    else output.text(fragment.text);
    return;
  }
  const files = [
    { path: path.join(out, distribution === 'minikube' ? 'minikube.sh' : `${distribution}.yaml`), text: fragment.text },
    ...needed.map((file) => ({ path: path.join(out, path.basename(file.path)), text: file.text })),
  ];
  for (const file of files) {
    try {
      await makeFolder(out);
      await replaceFile(file.path, file.text, { mode: 0o600 });
    } catch (error) {
      throw unreachable(`cannot write "${file.path}"`, error);
    }
  }
  const paths = files.map((file) => file.path);
  output.answer({ files: paths }, () => paths.map((file) => `wrote ${file}`).join('\n'));
}

function requestOf(order: FragmentOrder): FragmentRequest {
  const policyPath = joinPath(order.hostDir, 'policy.yaml');
  const webhookPath = order.kubeconfig === undefined ? undefined : joinPath(order.hostDir, 'webhook.yaml');
  const { backends, given } = order;
  const flags = chooseFlags(new Set(), { backends, policyPath, webhookPath, given });
  const logPath = flags.find(([name]) => name === 'audit-log-path')?.[1];
  return {
    release: order.release,
    flags,
    policy: { path: policyPath, text: order.policy },
    kubeconfig:
      webhookPath === undefined || order.kubeconfig === undefined
        ? undefined
        : { path: webhookPath, text: order.kubeconfig },
    logFolder: logPath?.startsWith('/') === true ? parentPath(logPath) : undefined,
  };
}
