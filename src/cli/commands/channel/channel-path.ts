import { CliError } from '../../cli-error.ts';
import { exitCodes } from '../../exit-codes.ts';

/** The path of a channel in the API. A URL would take some names for steps up its path; no channel is named so. */
export function channelPath(name: string): string {
  if (/^\.{0,2}$/.test(name))
    throw new CliError(exitCodes.wrongInput, `cannot find channel "${name}": no channel has such a name`);
  return `api/v1/channels/${encodeURIComponent(name)}`;
}
