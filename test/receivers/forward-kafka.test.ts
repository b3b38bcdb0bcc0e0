import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { builtOnce } from './built-once.ts';
import { EventId, forwardThroughDeaths } from './forward-through-deaths.ts';
import { freePort, type Program, startProgram, until } from './program.ts';

const version = '4.1.0';
const topic = 'audit';
const dependency = (name: string): string =>
  `<dependency><groupId>org.apache.kafka</groupId><artifactId>${name}</artifactId><version>${version}</version></dependency>`;
const project = `<project>
  <modelVersion>4.0.0</modelVersion><groupId>receivers</groupId><artifactId>kafka</artifactId><version>1</version>
  <dependencies>${['kafka_2.13', 'kafka-tools'].map(dependency).join('')}</dependencies>
</project>`;
/** The folder of Kafka and of what it needs. */
const jars = await builtOnce({
  name: `kafka-${version}`,
  tool: ['mvn', '--version'],
  make: async (target, work, run) => {
    writeFileSync(path.join(work, 'pom.xml'), project);
    await run('mvn', ['--quiet', '--batch-mode', 'dependency:copy-dependencies', '-DoutputDirectory=jars']);
    renameSync(path.join(work, 'jars'), target);
  },
});

describe.skipIf(jars === undefined)('Kafka', () => {
  let folder = '';
  let broker = '';
  let running: Program;
  const inFolder = (name: string): string => path.join(folder, name);
  const java = (name: string, ...args: readonly string[]): readonly string[] => [
    '-Xmx512m',
    '-XX:TieredStopAtLevel=1',
    '-cp',
    path.join(jars ?? '', '*'),
    name,
    ...args,
  ];
  const ask = (name: string, ...args: readonly string[]): string =>
    execFileSync('java', java(name, ...args), {
      encoding: 'utf8',
      maxBuffer: 1 << 30,
      stdio: ['ignore', 'pipe', 'ignore'],
    });

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'kafka-'));
    broker = `127.0.0.1:${await freePort()}`;
    const controller = `127.0.0.1:${await freePort()}`;
    const lines = [
      'node.id=1',
      'process.roles=broker,controller',
      `listeners=PLAINTEXT://${broker},CONTROLLER://${controller}`,
      'controller.listener.names=CONTROLLER',
      `controller.quorum.voters=1@${controller}`,
      `log.dirs=${inFolder('data')}`,
      'num.partitions=3',
      'default.replication.factor=1',
      'offsets.topic.replication.factor=1',
      'offsets.topic.num.partitions=1',
      'group.initial.rebalance.delay.ms=0',
    ];
    writeFileSync(inFolder('server.properties'), lines.join('\n'));
    const id = randomBytes(16).toString('base64url');
    ask('kafka.tools.StorageTool', 'format', '-t', id, '-c', inFolder('server.properties'));
    await start();
    const create = ['--create', '--topic', topic, '--partitions', '3'];
    ask('org.apache.kafka.tools.TopicCommand', '--bootstrap-server', broker, ...create);
  });
  afterEach(async () => {
    await running.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  async function start(): Promise<void> {
    running = startProgram('java', java('kafka.Kafka', inFolder('server.properties')), { log: inFolder('log') });
    await until('Kafka', async () => {
      const socket = connect(Number(new URL(`tcp://${broker}`).port), '127.0.0.1');
      await once(socket, 'connect');
      socket.destroy();
      return true;
    });
  }

  async function events(): Promise<readonly EventId[]> {
    const at = ['--bootstrap-server', broker, '--topic', topic];
    const ends = ask('org.apache.kafka.tools.GetOffsetShell', ...at)
      .trim()
      .split('\n');
    const count = ends.reduce((sum, end) => sum + Number(end.split(':').at(-1)), 0);
    const all = ['--from-beginning', '--max-messages', String(count)];
    return ask('org.apache.kafka.tools.consumer.ConsoleConsumer', ...at, ...all)
      .split('\n')
      .filter(Boolean)
      .map((line) => EventId.parse(JSON.parse(line)));
  }

  test('has every event', async () => {
    const { withinBatch, doubled, ...rest } = await forwardThroughDeaths({
      destination: { type: 'kafka', urls: [`tcp://${broker}`], topic },
      start,
      kill: () => running.kill(),
      events,
    });
    expect(rest).toEqual({ missing: 0, strange: 0, rejected: 0 });
    expect(withinBatch).toBeGreaterThan(0);
    // What was on its way when Whodunit died is sent as something new.
    expect(doubled).toBeGreaterThan(0);
  });
});
