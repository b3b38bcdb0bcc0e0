import { isValid, type KubeRelease, type LoadedPolicy, loadPolicy, type Policy } from '../../../policy/index.ts';
import type { Output } from '../../output.ts';
import { readPolicyFile } from './policy-file.ts';
import { refuseInvalid } from './refuse-invalid.ts';

/** Reads a policy that kube-apiserver accepts; any other ends the command with what it says about it. */
export async function loadValid(
  file: string,
  release: KubeRelease | undefined,
  output: Output,
): Promise<LoadedPolicy & { readonly policy: Policy }> {
  const loaded = loadPolicy(await readPolicyFile(file), release);
  return isValid(loaded) ? loaded : refuseInvalid(loaded, file, output);
}
