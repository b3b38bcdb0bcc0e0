import { execFileSync } from 'node:child_process';
import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { setupBackends, setupSteps, setupWays } from '../setup/index.ts';
import { createWhodunit } from './whodunit.ts';

const request = {
  cluster: { name: 'prod-eu', id: 'c0123' },
  server: 'https://audit.example:7480',
  authority: '-----BEGIN CERTIFICATE-----\n',
  token: 'wdingest_0123-ab',
  policy: { name: 'own', text: 'kind: Policy\n' },
} as const;
const cases = setupWays.flatMap((way) => setupBackends.map((backend) => ({ way, backend })));

/** The words of each call of whodunit in lines for a shell, as the shell reads them. */
function callsIn(commands: string): readonly (readonly string[])[] {
  const others = ['kubectl', 'grep', 'docker', 'talosctl', 'kops', 'kind', 'systemctl', 'install'];
  const script = `
    NODE=n NODES=n
    whodunit() { for word in "$@"; do printf '%s\\0' "$word"; done; printf '\\n\\0'; }
    sudo() { "$@"; }
    sh() { :; }
    ${others.map((name) => `${name}() { :; }`).join('\n')}
    ${commands}`;
  const words = execFileSync('bash', ['-c', script], { encoding: 'utf8' }).split('\0');
  const calls: string[][] = [[]];
  for (const word of words) {
    if (word === '\n') calls.push([]);
    else calls.at(-1)?.push(word);
  }
  return calls.filter((call) => call.length > 1);
}

/** The commands without what they do. */
function parserOf(run: (name: string) => void): Command {
  const program = createWhodunit();
  const still = (command: Command): void => {
    if (command.commands.length === 0) command.action(() => run(command.name()));
    else command.commands.forEach(still);
  };
  still(program);
  return program;
}

test.each(cases)('the command line takes what the setup of $way by $backend says', async ({ way, backend }) => {
  const steps = setupSteps(way, { ...request, backend });
  const calls = steps.filter(({ title }) => title !== 'set-flags').flatMap(({ commands }) => callsIn(commands));
  const ran: string[] = [];
  for (const call of calls) await parserOf((name) => ran.push(name)).parseAsync([...call], { from: 'user' });
  expect(ran).toHaveLength(calls.length);
  expect(ran.includes('collect')).toBe(backend !== 'webhook');
});

test('what the command line does not take is noticed', async () => {
  const [call = []] = callsIn('sudo whodunit collect --paht x --state y');
  await expect(parserOf(() => undefined).parseAsync([...call], { from: 'user' })).rejects.toThrow(
    "unknown option '--paht'",
  );
});
