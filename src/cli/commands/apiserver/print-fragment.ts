import path from 'node:path';
import {
  type Distribution,
  type FragmentOrder,
  fragmentRequest,
  neededFiles,
  writeFragment,
} from '../../../apiserver/index.ts';
import { unreachable } from '../../cli-error.ts';
import type { Output } from '../../output.ts';
import { makeFolder, replaceFile } from '../../replace-file.ts';

interface FragmentTarget {
  /** A folder to write to; undefined prints the fragment. */
  readonly out: string | undefined;
  readonly output: Output;
}

/** Prints the configuration of a distribution, or writes it to a folder beside the files that it names. */
export async function printFragment(
  distribution: Distribution,
  order: FragmentOrder,
  { output, out }: FragmentTarget,
): Promise<void> {
  const request = fragmentRequest(order);
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
