import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Manifest, parseDuration } from '../../../apiserver/index.ts';
import type { Output } from '../../output.ts';
import { readyUrl, waitUntilReady } from './wait-ready.ts';

/** Whether and how long to wait for kube-apiserver. */
export interface WaitOptions {
  /** Seconds; `true` stands for the default. */
  readonly wait?: number | true;
  readonly readyzUrl?: string;
}

/** Pulling no image and replaying no etcd, a restart takes well below a minute; a loaded master may take three. */
const defaultWaitSeconds = 180;

/** Adds `--wait` and where to ask. */
export function addWaitOptions(command: Command): Command {
  const wait = new Option('--wait [duration]', 'wait until kube-apiserver is ready again, and go back if it is not');
  return command
    .addOption(wait.argParser(readSeconds))
    .option('--readyz-url <url>', "where kube-apiserver says that it is ready; by default from the manifest's flags");
}

function readSeconds(text: string): number {
  const seconds = parseDuration(/^\d+$/.test(text) ? `${text}s` : text);
  if (seconds === undefined || seconds <= 0) throw new InvalidArgumentError('expected a duration such as 3m.');
  return seconds;
}

/** Waits where the user asked for it; false when kube-apiserver did not come up, undefined where nobody asked. */
export async function waitAsAsked(
  options: WaitOptions,
  manifest: Manifest,
  output: Output,
): Promise<boolean | undefined> {
  if (options.wait === undefined) return undefined;
  const seconds = options.wait === true ? defaultWaitSeconds : options.wait;
  const url = options.readyzUrl ?? readyUrl(manifest);
  output.note(`waiting up to ${seconds} s for ${url} ...`);
  const outcome = await waitUntilReady(url, seconds * 1000);
  if (outcome === 'not-restarted')
    output.note('warning: kube-apiserver is ready, but was not seen to restart: does the kubelet watch this folder?');
  return outcome !== 'not-ready';
}
