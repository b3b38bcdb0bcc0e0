import type { Command } from 'commander';
import { compilePolicy, readRequests } from '../../../policy/index.ts';
import { wrongInput } from '../../cli-error.ts';
import { outputOf } from '../../common-options.ts';
import { readTextFile } from '../../input-file.ts';
import { loadValid } from './load-valid.ts';
import { addKubeVersion, releaseOf } from './policy-file.ts';

/** Some million requests. */
const maxRequestBytes = 400_000_000;

interface CheckOptions {
  readonly policy: string;
  readonly requests: string;
  readonly kubeVersion?: string;
}

/** Adds `policy check`. */
export function registerCheck(group: Command): void {
  const command = group
    .command('check')
    .description('decide requests as kube-apiserver does: a line of JSON each')
    .requiredOption('--policy <file>', 'the policy')
    .requiredOption('--requests <file>', 'requests as JSON lines; - is standard input');
  addKubeVersion(command).action(async (options: CheckOptions, self: Command) => {
    const output = outputOf(self);
    const loaded = await loadValid(options.policy, releaseOf(options.kubeVersion, output), output);
    const requests = readRequests(await readTextFile(options.requests, maxRequestBytes));
    if (!requests.ok) throw wrongInput(requests.diagnostics, options.requests);
    const evaluator = compilePolicy(loaded.policy, loaded.release.groupWildcard);
    const lines = requests.value.map((request) => `${JSON.stringify(evaluator.evaluate(request))}\n`);
    output.text(lines.join(''));
  });
}
