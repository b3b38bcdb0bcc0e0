import {
  appendFileSync,
  copyFileSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { createReader } from '../shipping/index.ts';
import { createFollower, type Follower } from './follow/follower.ts';
import type { GenerationRow } from './follow/generation.ts';
import type { Loss } from './follow/log-stream.ts';

/** A line as kube-apiserver writes it, told from all others by its number. */
export function lineOf(number: number, padding = 0): string {
  const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  return `{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"${id}","stage":"ResponseComplete","requestURI":"/${'x'.repeat(padding)}","verb":"get"}\n`;
}

/** The numbers of the lines in a text, in their order. */
export function numbersIn(text: string): number[] {
  return [...text.matchAll(/"auditID":"[\d-]{23}-(\d{12})"/g)].map(([, digits]) => Number(digits));
}

/** A log on the real file system, with somebody who writes and rotates it and a follower that may be killed. */
export class FollowedLog {
  readonly directory = mkdtempSync(path.join(tmpdir(), 'whodunit-collect-'));
  readonly live = path.join(this.directory, 'audit.log');
  readonly losses: Loss[] = [];
  readonly notes: string[] = [];
  /** What was given to be sent, in its order; what is sent again is here again. */
  received = '';
  /** The clock of the follower. */
  now = 0;
  #follower: Follower;
  #written = 0;
  #rotations = 0;
  /** Without an answer, what was taken is not acknowledged. */
  isServerThere = true;

  constructor() {
    this.#follower = this.#start([]);
  }

  get written(): number {
    return this.#written;
  }

  get follower(): Follower {
    return this.#follower;
  }

  /** Writes so many lines and gives the number of the first. */
  write(count: number, padding = 0): number {
    const first = this.#written;
    for (let index = 0; index < count; index += 1) appendFileSync(this.live, lineOf(this.#written++, padding));
    return first;
  }

  /** Rotates by rename, as kube-apiserver does; gives the name of the backup. */
  rename(): string {
    const backup = this.#backup();
    renameSync(this.live, backup);
    writeFileSync(this.live, '');
    return backup;
  }

  /** Packs a backup, and deletes what was packed. */
  pack(backup: string): string {
    writeFileSync(`${backup}.gz`, gzipSync(readFileSync(backup)));
    rmSync(backup);
    return `${backup}.gz`;
  }

  /** Rotates by copy and truncation, as logrotate's copytruncate does. */
  copyTruncate(): string {
    const backup = this.#backup();
    copyFileSync(this.live, backup);
    truncateSync(this.live, 0);
    return backup;
  }

  /** Looks at the directory and reads everything that there is. */
  async follow(): Promise<void> {
    this.now += 1000;
    await this.#follower.scan();
    await this.read();
  }

  /** Reads so many portions at most; with `lastAt` for the last time. */
  async read(portions = Number.POSITIVE_INFINITY, lastAt?: number): Promise<void> {
    for (let left = portions; left > 0; left -= 1) {
      const portion = await this.#follower.next(lastAt);
      if (portion === undefined) return;
      const { body, generation, stretch } = portion;
      if (body instanceof Uint8Array) this.received += Buffer.from(body).toString();
      else for await (const bytes of body()) this.received += Buffer.from(bytes).toString();
      if (this.isServerThere) generation.settle(stretch);
    }
  }

  /** The follower dies, and comes back with what a checkpoint holds. */
  async restart(): Promise<void> {
    const rows: unknown = JSON.parse(JSON.stringify(this.#follower.rows()));
    await this.#follower.close();
    this.#follower = this.#start(rows as GenerationRow[]);
  }

  /** Lets rotated files become still, and those that are missed be given up. */
  async settle(): Promise<void> {
    for (let round = 0; round < 3; round += 1) {
      this.now += 31_000;
      await this.follow();
    }
  }

  async remove(): Promise<void> {
    await this.#follower.close();
    rmSync(this.directory, { recursive: true });
  }

  #start(rows: readonly GenerationRow[]): Follower {
    const follower = createFollower(rows, {
      now: () => this.now,
      makeReader: () => createReader({ maxRecordBytes: 8 << 20 }),
      onLoss: (loss) => this.losses.push(loss),
      onNote: (message) => this.notes.push(message),
    });
    follower.follow([this.live]);
    return follower;
  }

  #backup(): string {
    this.#rotations += 1;
    const time = new Date(Date.UTC(2026, 0, 1) + this.#rotations * 1000).toISOString().replace('Z', '');
    return path.join(this.directory, `audit-${time.replaceAll(':', '-')}.log`);
  }
}
