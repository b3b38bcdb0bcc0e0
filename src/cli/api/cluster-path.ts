import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-codes.ts';

/** The path of a cluster in the API. A URL would take some names for steps up its path; no cluster is named so. */
export function clusterPath(name: string, root = 'api/v1/clusters'): string {
  if (/^\.{0,2}$/.test(name))
    throw new CliError(exitCodes.wrongInput, `cannot find cluster "${name}": no cluster has such a name`);
  return `${root}/${encodeURIComponent(name)}`;
}
