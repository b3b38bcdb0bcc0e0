// Writes an audit log and rotates it, as a process of its own, so that the rate does not depend on the test. Prints at its end what it wrote.
import {
  appendFileSync,
  closeSync,
  copyFileSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { createRandom } from '../../support/random.ts';

export type Rotation = 'rename' | 'gzip' | 'copy';

export interface WriterPlan {
  readonly file: string;
  readonly rotation: Rotation;
  readonly rotations: number;
  readonly linesPerRotation: number;
  readonly linesPerSecond: number;
  readonly seed: number;
}

export interface Written {
  readonly lines: number;
  /** Lines that were written between the copy of a file and its truncation: they were in the live file alone, and for a moment. */
  readonly unsure: readonly number[];
  readonly seconds: number;
}

const time = '2026-11-20T18:05:19.000000Z';
const pack = promisify(gzip);

/** The id of the event of a line. */
export function idOf(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

function lineOf(number: number, padding: string): string {
  return `{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"${idOf(number)}","stage":"ResponseComplete","requestURI":"/api/v1/namespaces/a/configmaps/${padding}","verb":"update","user":{"username":"u"},"objectRef":{"resource":"configmaps","namespace":"a","name":"b"},"responseStatus":{"code":200},"requestReceivedTimestamp":"${time}","stageTimestamp":"${time}"}\n`;
}

/** As kube-apiserver compresses a backup: under its final name, beside the raw file, which is deleted then. */
async function packBackup(backup: string): Promise<void> {
  const packed = await pack(readFileSync(backup));
  writeFileSync(`${backup}.gz`, packed.subarray(0, packed.length >> 1));
  await sleep(20);
  appendFileSync(`${backup}.gz`, packed.subarray(packed.length >> 1));
  rmSync(backup);
}

async function write(plan: WriterPlan): Promise<Written> {
  const { file, rotation, rotations, linesPerRotation, linesPerSecond } = plan;
  const random = createRandom(plan.seed);
  const beganAt = performance.now();
  const unsure: number[] = [];
  const packing: Promise<void>[] = [];
  let handle = openSync(file, 'a');
  let lines = 0;

  const put = (count: number): void => {
    let text = '';
    for (let index = 0; index < count; index += 1) {
      // One in a few thousand is as large as etcd takes.
      const padding = random.below(5000) === 0 ? 1_400_000 : 20 + random.below(400);
      text += lineOf(lines, 'x'.repeat(padding));
      lines += 1;
    }
    writeSync(handle, text);
  };
  const rotate = (round: number): void => {
    const backup = path.join(
      path.dirname(file),
      `audit-2026-11-20T18-${String(10 + Math.floor(round / 60))}-${String(round % 60).padStart(2, '0')}.000.log`,
    );
    if (rotation === 'copy') {
      copyFileSync(file, backup);
      const from = lines;
      put(random.below(20));
      for (let number = from; number < lines; number += 1) unsure.push(number);
      truncateSync(file, 0);
      return;
    }
    closeSync(handle);
    renameSync(file, backup);
    handle = openSync(file, 'a');
    if (rotation === 'gzip') packing.push(packBackup(backup));
  };

  const step = Math.max(1, Math.round(linesPerSecond / 50));
  for (let round = 0; round < rotations; round += 1) {
    for (let left = linesPerRotation; left > 0; left -= step) {
      put(Math.min(step, left));
      const dueAt = beganAt + (lines / linesPerSecond) * 1000;
      await sleep(Math.max(0, dueAt - performance.now()));
    }
    rotate(round);
  }
  put(10);
  closeSync(handle);
  await Promise.all(packing);
  return { lines, unsure, seconds: (performance.now() - beganAt) / 1000 };
}

if (process.argv[1] === import.meta.filename) {
  const plan = JSON.parse(process.argv[2] ?? '') as WriterPlan;
  process.stdout.write(JSON.stringify(await write(plan)));
}
