// What deploy/ has for services runs commands that there are, with options that they take.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { createWhodunit } from './whodunit.ts';

const deploy = path.resolve(import.meta.dirname, '../../deploy');
const textOf = (file: string): string => readFileSync(path.join(deploy, file), 'utf8');

const Container = z.object({
  name: z.string(),
  image: z.string(),
  args: z.array(z.string()),
  volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string() })),
  resources: z.object({ limits: z.object({ memory: z.string() }) }),
});
const Workload = z.object({
  kind: z.enum(['StatefulSet', 'DaemonSet']),
  spec: z.object({
    template: z.object({
      metadata: z.object({ labels: z.record(z.string(), z.string()) }),
      spec: z.object({
        containers: z.array(Container),
        volumes: z.array(z.object({ name: z.string() })).default([]),
      }),
    }),
    selector: z.object({ matchLabels: z.record(z.string(), z.string()) }),
    volumeClaimTemplates: z.array(z.object({ metadata: z.object({ name: z.string() }) })).default([]),
  }),
});

function manifestsOf(file: string): readonly unknown[] {
  return parseAllDocuments(textOf(file)).map((document) => {
    expect(document.errors).toEqual([]);
    return document.toJS() as unknown;
  });
}

/** The words of a unit's command behind the program itself, with a variable as it is in the docs. */
function wordsOf(unit: string, variables: Readonly<Record<string, string>>): readonly string[] {
  const [, command = ''] = /^ExecStart=\S+ ((?:.*\\\n)*.*)$/m.exec(unit) ?? [];
  const filled = command.replaceAll('\\\n', ' ').replaceAll(/\$(\w+)/g, (_, name: string) => variables[name] ?? '');
  return filled.split(/\s+/).filter((word) => word !== '');
}

/** Reads arguments as the program does, up to the point at which the command would run; gives its options. */
async function parse(args: readonly string[]): Promise<Record<string, unknown>> {
  const program = createWhodunit().exitOverride();
  const [name] = args;
  const command = program.commands.find((one) => one.name() === name);
  if (!command) throw new Error(`there is no command ${name}`);
  let options: Record<string, unknown> = {};
  command.exitOverride().action((...given: unknown[]) => {
    options = (given.at(-1) as Command).optsWithGlobals();
  });
  await program.parseAsync([...args], { from: 'user' });
  return options;
}

describe.each(globSync('kubernetes/*.yaml', { cwd: deploy }))('%s', (file) => {
  const workloads = manifestsOf(file).flatMap((manifest) => {
    const read = Workload.safeParse(manifest);
    return read.success ? [read.data] : [];
  });

  test('has one workload, whose pods are its own and whose mounts lead somewhere', () => {
    expect(workloads).toHaveLength(1);
    for (const { spec } of workloads) {
      expect(spec.template.metadata.labels).toMatchObject(spec.selector.matchLabels);
      const names = [
        ...spec.template.spec.volumes.map(({ name }) => name),
        ...spec.volumeClaimTemplates.map(({ metadata }) => metadata.name),
      ];
      const mounted = spec.template.spec.containers.flatMap(({ volumeMounts }) => volumeMounts.map(({ name }) => name));
      expect(mounted.toSorted()).toEqual(names.toSorted());
    }
  });

  test('runs a command that there is, with options that it takes', async () => {
    for (const { spec } of workloads)
      for (const { args, volumeMounts } of spec.template.spec.containers) {
        await parse(args.map((arg) => arg.replaceAll(/\$\(\w+\)/g, '10.0.0.1')));
        // What is read or kept is on a mount, or what Kubernetes mounts itself.
        const mounts = [
          ...volumeMounts.map(({ mountPath }) => mountPath),
          '/var/run/secrets/kubernetes.io/serviceaccount',
        ];
        const paths = args.flatMap((arg) => /^--[\w-]+=(\/.*)$/.exec(arg)?.[1] ?? []);
        for (const one of paths) expect(mounts.filter((mount) => one.startsWith(mount))).toHaveLength(1);
      }
  });
});

describe.each([
  ['systemd/whodunit.service', { WHODUNIT_OPTIONS: '--listen 0.0.0.0:7480 --tls self-signed' }],
  [
    'systemd/whodunit-collect.service',
    { WHODUNIT_COLLECT_OPTIONS: '--cluster prod-eu --ca /etc/whodunit-collect/ca.crt' },
  ],
])('%s', (file, variables) => {
  const unit = textOf(file);

  test('runs a command that there is, with options that it takes', async () => {
    for (const name of Object.keys(variables)) expect(unit).toContain(`$${name}`);
    expect(Object.keys(await parse(wordsOf(unit, variables))).length).toBeGreaterThan(0);
  });

  test('has sections and settings, each line one', () => {
    const lines = unit.replaceAll('\\\n', ' ').split('\n');
    expect(lines.filter((line) => line.startsWith('['))).toEqual(['[Unit]', '[Service]', '[Install]']);
    for (const line of lines) expect(line).toMatch(/^(?:|#.*|\[\w+\]|[A-Z]\w+=.+)$/);
  });
});

test('the agent keeps its state where both say that it does', async () => {
  const unit = textOf('systemd/whodunit-collect.service');
  const { state } = await parse(wordsOf(unit, {}));
  expect(unit).toContain(`StateDirectory=${path.basename(String(state))}\n`);
  expect(textOf('kubernetes/whodunit-collect.yaml')).toContain(`hostPath: { path: ${String(state)},`);
});
