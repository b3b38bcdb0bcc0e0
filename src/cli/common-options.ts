import { homedir } from 'node:os';
import path from 'node:path';
import { type Command, Option } from 'commander';
import { createOutput, type Output } from './output.ts';

/** The options that every command takes, before or after its name. */
export interface CommonOptions {
  /** The folder of the server's state, where it also leaves the local administrator's token. */
  readonly data: string;
  readonly server: string;
  readonly token?: string;
  /** File of the certificate that signs the server's. */
  readonly ca?: string;
  /** Undefined where the user said nothing. */
  readonly json?: boolean;
}

/** Adds the common options to the program; its commands inherit them. */
export function addCommonOptions(program: Command): Command {
  const data = new Option('--data <dir>', "folder of the server's state");
  const server = new Option('--server <url>', 'address of the server');
  return program
    .addOption(data.env('WHODUNIT_DATA').default(path.join(homedir(), '.whodunit'), '~/.whodunit'))
    .addOption(server.env('WHODUNIT_SERVER').default('http://127.0.0.1:7480'))
    .addOption(new Option('--token <token>', 'API token').env('WHODUNIT_TOKEN'))
    .option('--ca <file>', "certificate that signs the server's, in PEM")
    .addOption(new Option('--json', 'answer in JSON; the default where the answer goes to no terminal'))
    .addOption(new Option('--no-json', 'answer in text'));
}

/** The common options of a command that runs. */
export function commonOptions(command: Command): CommonOptions {
  return command.optsWithGlobals<CommonOptions>();
}

/** The output of a command that runs. */
export function outputOf(command: Command): Output {
  return createOutput({ json: commonOptions(command).json });
}
