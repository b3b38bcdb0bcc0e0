import { type Command, Option } from 'commander';
import type { z } from 'zod';
import { AddedIngestToken, Setup, type SetupQuestion } from '../../../server/schemas/index.ts';
import { noteTexts, placeTexts, titleTexts } from '../../../setup/index.ts';
import { setupBackends, setupPolicies, setupWays } from '../../../setup/choices.ts';
import type { ApiClient } from '../../api/client.ts';
import { connect } from '../../api/connect.ts';
import { clusterPath } from '../../api/named-path.ts';
import { wrongUsage } from '../../cli-error.ts';
import { outputOf } from '../../common-options.ts';
import { waitForEvents } from './wait-for-events.ts';

type Question = z.output<typeof SetupQuestion>;

interface SetupOptions extends Question {
  readonly issueToken?: boolean;
  readonly wait?: boolean;
}

/** Adds `cluster setup`. */
export function registerSetup(group: Command): void {
  group
    .command('setup')
    .description(
      'print what is to be done so that a cluster sends its events: files, commands and flags, as a script to read',
    )
    .argument('<name>')
    .addOption(new Option('--for <way>', 'how its kube-apiserver is run').choices(setupWays).makeOptionMandatory())
    .addOption(new Option('--backend <backend>', 'how events come').choices(setupBackends).default('webhook'))
    .addOption(
      new Option('--policy <policy>', 'what is logged; registered for a registered cluster, else ack').choices(
        setupPolicies,
      ),
    )
    .option('--ingest-token <token>', 'ingest token of the cluster; INGEST_TOKEN stands for it where none is given')
    .option('--issue-token', 'issue a further ingest token for it')
    .option('--wait', 'then wait for the first event, and say what is refused meanwhile')
    .action(async (name: string, { issueToken, wait, ...question }: SetupOptions, self: Command) => {
      if (issueToken === true && question.ingestToken !== undefined)
        throw wrongUsage('give --ingest-token or --issue-token, not both');
      const client = await connect(self);
      const path = clusterPath(name);
      const ingestToken = issueToken === true ? await issue(client, path) : question.ingestToken;
      const json = { ...question, ingestToken };
      const setup = await client.call({ method: 'POST', path: `${path}/setup`, json }, Setup);
      const output = outputOf(self);
      output.answer(setup, () => scriptOf(name, json, setup));
      if (wait === true) await waitForEvents(client, name, output);
    });
}

async function issue(client: ApiClient, path: string): Promise<string> {
  const token = await client.call({ method: 'POST', path: `${path}/tokens` }, AddedIngestToken);
  return token.ingestToken;
}

/** The steps as a script that says what it does; each step is for the place that stands beside its title. */
function scriptOf(name: string, question: Question, { server, policy, steps }: z.output<typeof Setup>): string {
  const head = `# Cluster ${name}, ${question.for}, ${question.backend}, policy ${policy}: events go to ${server}`;
  const parts = steps.map(({ title, place, files, commands, notes }, index) =>
    [
      `# ${index + 1}. ${titleTexts[title]}, ${placeTexts[place]}`,
      ...notes.map((note) => `#    ${noteTexts[note]}`),
      ...files.map((file) => file.writeCommand.trimEnd()),
      ...(title === 'set-flags' ? commands.split('\n').map((flag) => `#    ${flag}`) : [commands]),
    ]
      .filter((line) => line !== '')
      .join('\n'),
  );
  return [head, ...parts].join('\n\n');
}
