import { createManifestSource, findLogs } from '../../../collect/index.ts';
import { CliError, wrongUsage } from '../../cli-error.ts';
import { exitCodes } from '../../exit-codes.ts';
import type { CollectCommandOptions } from './index.ts';

/** What is followed, and where it goes. */
export interface Target {
  readonly cluster: string;
  readonly patterns: readonly string[];
  readonly manifests: readonly string[];
  readonly readsInput: boolean;
}

/** Finds out what the options ask for, and refuses beforehand what cannot be. */
export async function findTarget(options: CollectCommandOptions): Promise<Target> {
  const { path = [], manifest: manifests = [], once = false } = options;
  if (path.length === 0 && manifests.length === 0) throw wrongUsage('--path or --manifest says what to follow');
  const patterns = path.filter((pattern) => pattern !== '-');
  await checkPatterns(patterns, once);
  const cluster = options.cluster ?? (await clusterOf(manifests));
  return { cluster, patterns, manifests, readsInput: patterns.length < path.length };
}

async function checkPatterns(patterns: readonly string[], once: boolean): Promise<void> {
  const { refused, missing } = await findLogs(patterns);
  const named = refused.filter(({ isNamed }) => isNamed);
  if (named.length > 0) {
    const messages = named.map(({ path, reason }) => `cannot follow "${path}": ${reason}`);
    throw new CliError(exitCodes.wrongInput, messages.join('; '));
  }
  if (once && missing.length > 0)
    throw new CliError(exitCodes.unreachable, `cannot read "${missing.join('", "')}": there is no such file`);
}

/** The cluster that the variables of ACK's collector name. */
async function clusterOf(manifests: readonly string[]): Promise<string> {
  const ids = new Set<string>();
  for (const file of manifests) {
    const answer = await createManifestSource(file).read();
    if (!answer.ok) throw new CliError(exitCodes.unreachable, `cannot read "${file}": ${answer.reason}`);
    for (const id of answer.places.clusterIds) ids.add(id);
  }
  const [id, other] = ids;
  if (id === undefined) throw wrongUsage('--cluster says where the events go; no manifest does');
  if (other !== undefined)
    throw wrongUsage(`--cluster says where the events go; the manifests name several: ${[...ids].join(', ')}`);
  return id;
}
