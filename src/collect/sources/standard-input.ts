import { type FileHandle, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Clock, createSignal } from '../../base/index.ts';
import { errorCodeOf } from '../../platform/index.ts';

/** The name of the file that standard input is written to; it is rotated as a log is. */
export const inputName = 'input.log';

export interface StandardInputOptions {
  /** The folder for the files; it is there, and nobody else's. */
  readonly directory: string;
  readonly source: AsyncIterable<Uint8Array>;
  /** Bytes that may wait on disk. Beyond, nothing more is read: whoever writes into the pipe waits. */
  readonly limit: number;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly onFailure: (error: unknown) => void;
}

/** Files hold a quarter of the limit each, so that room comes free in time. */
const filesAtLimit = 4;
const retryMs = 1000;
/** Whoever still holds the pipe is not waited for. */
const closeMs = 100;

/** Keeps standard input on disk until it is with the server: a pipe can be read once only. */
export class StandardInput {
  readonly #options: StandardInputOptions;
  readonly #live: string;
  readonly #closing = new AbortController();
  readonly #room = createSignal();
  /** The number of the file that was rotated last. */
  #sequence = 0;
  #waitingBytes = 0;
  #handle: FileHandle | undefined;
  #size = 0;
  #isOver = false;
  #running: Promise<void> = Promise.resolve();

  private constructor(options: StandardInputOptions) {
    this.#options = options;
    this.#live = path.join(options.directory, inputName);
  }

  /** Begins to read, and takes up what an earlier process has left in the folder. */
  static async open(options: StandardInputOptions): Promise<StandardInput> {
    const input = new StandardInput(options);
    await input.#takeUp();
    input.#running = input.#run();
    return input;
  }

  /** Whether the input has ended, and all of it is on disk. */
  isOver(): boolean {
    return this.#isOver;
  }

  /** Removes files that are with the server. */
  async remove(files: readonly string[]): Promise<void> {
    for (const file of files) {
      const { size } = await stat(file);
      await rm(file);
      this.#waitingBytes -= size;
      this.#room.notify();
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.race([this.#running, this.#options.clock.sleep(closeMs)]);
  }

  async #takeUp(): Promise<void> {
    const { directory } = this.#options;
    for (const name of await readdir(directory)) {
      const [, number] = /^input\.log(?:\.(\d+))?$/.exec(name) ?? [];
      this.#sequence = Math.max(this.#sequence, Number(number ?? 0));
      this.#waitingBytes += (await stat(path.join(directory, name))).size;
    }
    await this.#rotate();
  }

  async #run(): Promise<void> {
    try {
      for await (const bytes of this.#options.source) {
        await this.#waitForRoom();
        if (this.#closing.signal.aborted) return;
        await this.#keep(bytes);
      }
      await this.#rotate();
    } catch (error) {
      if (!this.#closing.signal.aborted) this.#options.onFailure(error);
    } finally {
      await this.#handle?.close();
      this.#handle = undefined;
      this.#isOver = true;
    }
  }

  async #waitForRoom(): Promise<void> {
    const { signal } = this.#closing;
    while (this.#waitingBytes >= this.#options.limit && !signal.aborted) await this.#room.wait(signal);
  }

  /** A file ends where a line does. */
  async #keep(bytes: Uint8Array): Promise<void> {
    const lineEnd = bytes.lastIndexOf(0x0a) + 1;
    const isFull = lineEnd > 0 && this.#size + lineEnd >= this.#options.limit / filesAtLimit;
    await this.#write(isFull ? bytes.subarray(0, lineEnd) : bytes);
    if (!isFull) return;
    await this.#rotate();
    if (lineEnd < bytes.length) await this.#write(bytes.subarray(lineEnd));
  }

  /** Writes all of it, however long the disk is full: what was read from a pipe is nowhere else. */
  async #write(bytes: Uint8Array): Promise<void> {
    const { signal } = this.#closing;
    for (let at = 0; at < bytes.length && !signal.aborted;) {
      try {
        this.#handle ??= await open(this.#live, 'w', 0o600);
        const { bytesWritten } = await this.#handle.write(bytes, at, bytes.length - at, this.#size);
        at += bytesWritten;
        this.#size += bytesWritten;
        this.#waitingBytes += bytesWritten;
      } catch (error) {
        this.#options.onFailure(error);
        await this.#options.clock.sleep(retryMs, signal);
      }
    }
  }

  /** Gives the file that was written to a name of its own; there may be none. */
  async #rotate(): Promise<void> {
    await this.#handle?.close();
    this.#handle = undefined;
    this.#size = 0;
    this.#sequence = (this.#sequence % 9999) + 1;
    try {
      await rename(this.#live, `${this.#live}.${String(this.#sequence).padStart(4, '0')}`);
    } catch (error) {
      if (errorCodeOf(error) !== 'ENOENT') throw error;
    }
  }
}
