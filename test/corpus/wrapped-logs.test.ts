// Published logs, and lines in wrappers: what is read of each file, and that import, collect and policy simulate say the same of it.
import { createReadStream, existsSync, globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventIn, splitBody } from '../../src/audit/index.ts';
import { openLog, splitStream, unpack } from '../../src/shipping/index.ts';
import { runCli } from '../e2e/run-cli.ts';
import { type RunningServer, startServer } from '../e2e/running-server.ts';

const data = path.resolve(import.meta.dirname, '../../../shared/data');
const present = existsSync(data);
if (!present) process.stderr.write(`SKIPPED logs in wrappers: ${data} is not there\n`);

interface Read {
  readonly events: number;
  readonly rejected: number;
  readonly otherLogs: number;
  /** Names of formats as they are kept, none of an event that came in no wrapper. */
  readonly formats: readonly string[];
  /** Events with a stage and a verb: what can be replayed through a policy. */
  readonly replayable: number;
}

/** Files of which something else is read than one event that came in no wrapper. */
const expected: Readonly<Record<string, Partial<Read>>> = {
  'field/foreign-lines/event-over-two-lines.log': { events: 19, rejected: 2 },
  'field/foreign-lines/two-klog-mid.log': { events: 20, rejected: 2 },
  'field/wrapped/cri.log': { events: 3, formats: ['cri'] },
  'field/wrapped/cw-filter.json': { events: 3, formats: ['cloudwatch'] },
  'field/wrapped/docker.log': { events: 3, formats: ['docker'] },
  'field/wrapped/journal.json': { events: 3, formats: ['journald'] },
  'field/wrapped/syslog.log': { events: 3, formats: ['syslog'] },
  // Test cases, each with the log in a member; four of the events have no auditID.
  'logs/aks-eks-gke/aws_eks_rules.tests.jsonl': { events: 16, rejected: 4, formats: ['fluent'] },
  // Of Azure itself, and of Google Cloud, which are not read.
  'logs/aks-eks-gke/azure_activity_rules.tests.jsonl': { events: 0, rejected: 5 },
  'logs/aks-eks-gke/gcp_k8s_rules.tests.jsonl': { events: 0, rejected: 25 },
  'logs/audit2rbac/demo.log': { events: 37 },
  'logs/audit2rbac/unclepeddy-audit.log': { events: 0, rejected: 2 },
  'logs/crowdsec/webhook-body-capitalised-keys.json': { events: 2 },
  'logs/falco-trace-files/create_configmap_sensitive_values.json': { events: 6 },
  'logs/falco-trace-files/fal_01_003.json': { events: 0, rejected: 1 },
  'logs/openshift-logsamples/otlp_audit_host.json': { events: 0, otherLogs: 6 },
  'logs/openshift-logsamples/otlp_audit_kube.json': { events: 3, formats: ['otlp'] },
  'logs/openshift-logsamples/otlp_audit_openshift.json': { events: 3, formats: ['otlp'] },
  'logs/openshift-logsamples/otlp_audit_ovn.json': { events: 0, otherLogs: 1 },
  'logs/openshift-logsamples/viaq_audit_host.json': { events: 0, otherLogs: 1 },
  'logs/openshift-logsamples/viaq_audit_kubernetes.json': { formats: ['openshift'] },
  'logs/openshift-logsamples/viaq_audit_openshift.json': { formats: ['openshift'] },
  'logs/openshift-logsamples/viaq_audit_ovn.json': { events: 0, otherLogs: 1 },
  'logs/openshift-logsamples/webhook-eventlist-1.json': { events: 2 },
};

const files = present
  ? globSync(['logs/**/*.{json,jsonl,log}', 'field/wrapped/*', 'field/foreign-lines/*'], { cwd: data }).toSorted()
  : [];
const folders = [...new Set(files.map((file) => path.dirname(file)))];
const reads = new Map<string, Read>();

async function read(file: string): Promise<Read> {
  const log = openLog(unpack(createReadStream(path.join(data, file))), {});
  const formats = new Set<string>();
  let [events, rejected, replayable] = [0, 0, 0];
  for await (const { bytes } of splitStream(log.pieces)) {
    for (const { from, to, reason } of splitBody(bytes).pieces) {
      if (reason) rejected += 1;
      else events += 1;
      if (reason) continue;
      const piece = JSON.parse(Buffer.from(bytes.subarray(from, to)).toString()) as { wrapper?: { format: string } };
      if (piece.wrapper) formats.add(piece.wrapper.format);
      const event = JSON.parse(Buffer.from(eventIn(bytes.subarray(from, to))).toString()) as Record<string, unknown>;
      const has = (name: string): boolean => Object.keys(event).some((key) => key.toLowerCase() === name);
      if (has('stage') && has('verb')) replayable += 1;
    }
  }
  const otherLogs = log.otherLogs().reduce((sum, { count }) => sum + count, 0);
  return { events, rejected, otherLogs, formats: [...formats], replayable };
}

describe.skipIf(!present)('published logs', () => {
  test('are all there', () => expect(files).toHaveLength(83));

  test.each(files)('%s', async (file) => {
    const found = await read(file);
    reads.set(file, found);
    const { replayable: _replayable, ...counted } = found;
    expect(counted).toEqual({ events: 1, rejected: 0, otherLogs: 0, formats: [], ...expected[file] });
  });
});

describe.skipIf(!present)('of each folder of them', () => {
  let server: RunningServer;
  let scratch: string;
  beforeAll(async () => {
    scratch = mkdtempSync(path.join(tmpdir(), 'whodunit-corpus-'));
    server = await startServer();
  });
  afterAll(async () => {
    await server.close();
    rmSync(scratch, { recursive: true, force: true });
  });

  /** What is stored of a cluster. */
  async function stored(cluster: string): Promise<number> {
    const { stdout } = await server.cli('cluster', 'list', '--json');
    const { items } = JSON.parse(stdout) as { items: { name: string; events: number }[] };
    return items.find(({ name }) => name === cluster)?.events ?? -1;
  }

  async function addCluster(name: string): Promise<string> {
    const { stdout } = await server.cli('cluster', 'add', name);
    return (JSON.parse(stdout) as { ingestToken: string }).ingestToken;
  }

  test.each(folders)('%s: import, collect and policy simulate read the same', async (folder) => {
    const ofFolder = files.filter((file) => path.dirname(file) === folder);
    const sum = (name: 'events' | 'rejected' | 'replayable'): number =>
      ofFolder.reduce((total, file) => total + (reads.get(file)?.[name] ?? Number.NaN), 0);
    const paths = ofFolder.map((file) => path.join(data, file));
    const name = folder.replaceAll('/', '-');
    await addCluster(name);
    const imported = await server.cli('import', '--cluster', name, ...paths);
    const answer = JSON.parse(imported.stdout) as Record<string, number>;
    expect(answer).toMatchObject({ read: sum('events') + sum('rejected'), rejected: sum('rejected') });
    expect(await stored(name)).toBe(answer['stored']);

    const token = await addCluster(`${name}-collected`);
    const where = ['--server', server.url, '--data', path.join(scratch, 'none'), '--state', path.join(scratch, name)];
    const who = ['--cluster', `${name}-collected`, '--token', token, '--once'];
    const agent = await runCli(['collect', ...where, ...who, ...paths.flatMap((one) => ['--path', one])]);
    expect((JSON.parse(agent.stdout) as { rejected: number }).rejected).toBe(sum('rejected'));
    // The agent does not wait for what it sent to be stored.
    await expect.poll(() => stored(`${name}-collected`), { timeout: 60_000 }).toBe(answer['stored']);

    const policy = path.join(scratch, 'policy.yaml');
    writeFileSync(policy, 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{ level: Metadata }]\n');
    const replayed = await runCli(['policy', 'simulate', '--policy', policy, '--events', ...paths]);
    expect((JSON.parse(replayed.stdout) as { events: { before: number } }).events.before).toBe(sum('replayable'));
  });
});
