import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-codes.ts';

/** The path of a cluster in the API. */
export function clusterPath(name: string, root = 'api/v1/clusters'): string {
  return namedPath('cluster', name, root);
}

/** The path of a project in the API. */
export function projectPath(name: string): string {
  return namedPath('project', name, 'api/v1/projects');
}

/** The path of a destination in the API. */
export function destinationPath(name: string): string {
  return namedPath('destination', name, 'api/v1/destinations');
}

/** The path of a channel in the API. */
export function channelPath(name: string): string {
  return namedPath('channel', name, 'api/v1/channels');
}

/** A URL would take some names for steps up its path; nothing is named so. */
function namedPath(kind: string, name: string, root: string): string {
  if (/^\.{0,2}$/.test(name))
    throw new CliError(exitCodes.wrongInput, `cannot find ${kind} "${name}": no ${kind} has such a name`);
  return `${root}/${encodeURIComponent(name)}`;
}
