import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { syslog } from '../../src/delivery/channels/syslog.ts';
import { hostileMessage, sendThrough, testMessage } from '../../src/delivery/channels/testkit.ts';
import { freePort, isThere, type Program, startProgram, until } from './program.ts';

const hasRsyslog = isThere('rsyslogd', '-v');
if (!hasRsyslog) process.stderr.write('skipped: there is no rsyslogd here\n');

describe.skipIf(!hasRsyslog)('rsyslogd', () => {
  let folder = '';
  let running: Program;
  let port = 0;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'rsyslog-'));
    port = await freePort();
    const config = path.join(folder, 'rsyslog.conf');
    writeFileSync(
      config,
      `global(workDirectory="${folder}" maxMessageSize="64k")
module(load="imtcp")
input(type="imtcp" address="127.0.0.1" port="${port}" supportOctetCountedFraming="on")
template(name="parts" type="list" option.jsonf="on") {
  property(outname="priority" name="pri" format="jsonf")
  property(outname="app" name="app-name" format="jsonf")
  property(outname="id" name="msgid" format="jsonf")
  property(outname="data" name="structured-data" format="jsonf")
  property(outname="text" name="msg" format="jsonf")
}
*.* action(type="omfile" file="${folder}/out.log" template="parts")
`,
    );
    running = startProgram('rsyslogd', ['-n', '-f', config, '-i', path.join(folder, 'pid')]);
    await until('rsyslogd', async () => {
      const socket = connect(port, '127.0.0.1');
      await once(socket, 'connect');
      socket.destroy();
      return true;
    });
  });
  afterAll(async () => {
    await running.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  test('messages arrive as they were sent, one each, whatever they hold', async () => {
    const settings = { url: `tcp://127.0.0.1:${port}` };
    await sendThrough(syslog, { settings, key: 'k1', message: testMessage({ language: 'ja' }) });
    await sendThrough(syslog, { settings, key: 'k2', message: hostileMessage });
    const lines = await until('both messages', async () => {
      const text = readFileSync(path.join(folder, 'out.log'), 'utf8').split('\n').filter(Boolean);
      return text.length >= 2 ? text : undefined;
    });
    expect(lines).toHaveLength(2);
    const [first, second] = lines.map((line) => JSON.parse(line) as Record<string, string>);
    expect(first).toMatchObject({ priority: '107', app: 'whodunit', id: 'ALERT' });
    expect(first?.['data']).toContain('key="k1"');
    expect(first?.['text']).toContain('Shell opened in web-1 | alice ran a command.');
    expect(second?.['data']).toContain('key="k2"');
  });
});
