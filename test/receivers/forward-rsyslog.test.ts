import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { issueCertificates } from '../../src/platform/testkit/certificates.ts';
import { recordedLines } from '../support/recorded.ts';
import { EventId, forwardThroughDeaths } from './forward-through-deaths.ts';
import { freePort, isThere, type Program, startProgram, until } from './program.ts';

/** What events may have: rsyslog cuts, and reads wrongly, what is longer than 200 kB. */
const maxEventBytes = 128 << 10;

const hasRsyslog = isThere('rsyslogd', '-v');
if (!hasRsyslog) process.stderr.write('skipped: there is no rsyslogd here\n');

describe.skipIf(!hasRsyslog)('rsyslogd by TLS', () => {
  let folder = '';
  let ca = '';
  let port = 0;
  let running: Program;
  const inFolder = (name: string): string => path.join(folder, name);

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'rsyslog-'));
    port = await freePort();
    const issued = await issueCertificates();
    ({ ca } = issued);
    writeFileSync(inFolder('ca.pem'), ca);
    writeFileSync(inFolder('cert.pem'), issued.server.cert);
    writeFileSync(inFolder('key.pem'), issued.server.key);
    writeFileSync(
      inFolder('rsyslog.conf'),
      // Without a queue, what is read is written before more is read.
      `global(workDirectory="${folder}" maxMessageSize="192k" defaultNetstreamDriver="gtls"
  defaultNetstreamDriverCAFile="${inFolder('ca.pem')}"
  defaultNetstreamDriverCertFile="${inFolder('cert.pem')}"
  defaultNetstreamDriverKeyFile="${inFolder('key.pem')}")
module(load="imtcp" streamDriver.name="gtls" streamDriver.mode="1" streamDriver.authMode="anon")
template(name="text" type="string" string="%msg%\\n")
ruleset(name="audit" queue.type="direct") {
  action(type="omfile" file="${inFolder('out.log')}" template="text" ioBufferSize="1m")
}
input(type="imtcp" address="127.0.0.1" port="${port}" ruleset="audit")
`,
    );
    await start();
  });
  afterEach(async () => {
    await running.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  async function start(): Promise<void> {
    rmSync(inFolder('pid'), { force: true });
    running = startProgram('rsyslogd', ['-n', '-f', inFolder('rsyslog.conf'), '-i', inFolder('pid')], {
      log: inFolder('rsyslog.log'),
    });
    await until('rsyslogd', async () => {
      const socket = connect(port, '127.0.0.1');
      await once(socket, 'connect');
      socket.destroy();
      return true;
    });
  }

  async function events(): Promise<readonly EventId[]> {
    return readFileSync(inFolder('out.log'), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => EventId.parse(JSON.parse(line.slice(line.indexOf('{')))));
  }

  test('has every event that it takes', async () => {
    const { withinBatch, doubled, ...rest } = await forwardThroughDeaths({
      destination: { type: 'syslog', url: `tls://127.0.0.1:${port}`, ca, maxEventBytes },
      start,
      kill: () => running.kill(),
      // Where it dies between reading and writing, nobody is told: Whodunit dies first, and sends again what was on its way.
      settle: () => Promise.resolve(),
      events,
    });
    const rejected = recordedLines('modern-v1.36').filter(({ length }) => length > maxEventBytes).length;
    expect(rest).toEqual({ missing: 0, strange: 0, rejected });
    expect(withinBatch).toBeGreaterThan(0);
    // Its protocol knows no identity.
    expect(doubled).toBeGreaterThan(0);
  });
});
