// A disk that keeps what was synced apart from what was written. It speaks the protocol of FileLayer as strictly as POSIX
// words it, which is stricter than any real file system: an entry of a directory needs a sync of the directory, every
// unsynced write may be kept, lost or torn on its own, and what a failed datasync held never reaches the disk.
import path from 'node:path';
import type { FileLayer, OpenFile, OpenMode } from './files.ts';

type Change =
  | { readonly kind: 'write'; readonly position: number; readonly data: Uint8Array }
  | { readonly kind: 'truncate'; readonly size: number };

type EntryChange =
  | { readonly kind: 'link'; readonly path: string; readonly inode: Inode }
  | { readonly kind: 'unlink'; readonly path: string }
  | { readonly kind: 'rename'; readonly from: string; readonly to: string };

interface Inode {
  current: Buffer;
  durable: Buffer;
  unsynced: Change[];
}

/** An operation that changes something or makes it durable. */
export interface DiskOperation {
  readonly name: 'create' | 'write' | 'datasync' | 'truncate' | 'syncDirectory' | 'rename' | 'unlink';
  readonly path: string;
}

/** How an operation fails: with a code, and for a write after so many of its bytes. */
export interface Fault {
  readonly code: 'ENOSPC' | 'EIO';
  readonly written?: number;
}

/** What becomes of an unsynced change when the power goes: the part of it that is kept, 0 to 1. Entries are kept from 0.5. */
export type Fate = () => number;

function systemError(code: string, operation: string, file: string): Error {
  return Object.assign(new Error(`${code}: ${operation} '${file}'`), { code });
}

function apply(content: Buffer, change: Change): Buffer {
  const size =
    change.kind === 'truncate' ? change.size : Math.max(content.length, change.position + change.data.length);
  const result = Buffer.alloc(size);
  content.copy(result, 0, 0, Math.min(size, content.length));
  if (change.kind === 'write') result.set(change.data, change.position);
  return result;
}

function part(change: Change, kept: number): Change | undefined {
  if (kept <= 0) return undefined;
  if (change.kind === 'truncate' || kept >= 1) return change;
  return { ...change, data: change.data.subarray(0, Math.floor(change.data.length * kept)) };
}

function move(entries: Map<string, Inode>, change: EntryChange): void {
  switch (change.kind) {
    case 'link':
      entries.set(change.path, change.inode);
      return;
    case 'unlink':
      entries.delete(change.path);
      return;
    case 'rename': {
      const inode = entries.get(change.from);
      if (inode === undefined) return;
      entries.delete(change.from);
      entries.set(change.to, inode);
    }
  }
}

/** A disk in memory whose power can be cut at any operation. */
export class SimulatedDisk {
  /** Asked before every operation; what it gives makes the operation fail. */
  fault: (operation: DiskOperation) => Fault | undefined = () => undefined;
  /** Bytes that all files together may have. */
  capacity = Number.MAX_SAFE_INTEGER;
  /** Operations until the power goes by itself. */
  operationsLeft = Number.MAX_SAFE_INTEGER;
  /** Every operation that was begun, in order. */
  readonly operations: DiskOperation[] = [];
  #current = new Map<string, Inode>();
  #durable = new Map<string, Inode>();
  #unsynced: EntryChange[] = [];
  #locks = new Set<string>();
  #life = 0;
  #gate: Promise<void> | undefined;
  #openGate: (() => void) | undefined;

  /** Makes every datasync wait until the syncs are released. */
  holdSyncs(): void {
    this.#gate = new Promise((resolve) => {
      this.#openGate = resolve;
    });
  }

  releaseSyncs(): void {
    this.#openGate?.();
    this.#gate = undefined;
  }

  /** Says whether the power went. */
  get isOff(): boolean {
    return this.operationsLeft < 0;
  }

  /** Ends the process that has the files open: what it wrote stays readable, and is no more on disk than before. */
  kill(): void {
    this.#life += 1;
    this.#locks.clear();
    this.releaseSyncs();
  }

  /** Takes the power away and brings it back: only what was synced is sure to be there, the rest as its fate is. */
  powerCut(fate: Fate = () => 0): void {
    this.kill();
    this.operationsLeft = Number.MAX_SAFE_INTEGER;
    const inodes = new Set([...this.#current.values(), ...this.#durable.values()]);
    for (const inode of inodes) {
      for (const change of inode.unsynced) {
        const kept = part(change, fate());
        if (kept !== undefined) inode.durable = apply(inode.durable, kept);
      }
      inode.unsynced = [];
      inode.current = inode.durable;
    }
    for (const change of this.#unsynced) if (fate() >= 0.5) move(this.#durable, change);
    this.#unsynced = [];
    this.#current = new Map(this.#durable);
  }

  /** The contents of a file as they are now. */
  contents(file: string): Buffer {
    const inode = this.#current.get(file);
    if (inode === undefined) throw systemError('ENOENT', 'contents', file);
    return inode.current;
  }

  /** Changes the contents on the disk itself, as rot does. */
  damage(file: string, change: (contents: Buffer) => Buffer): void {
    const inode = this.#current.get(file);
    if (inode === undefined) throw systemError('ENOENT', 'damage', file);
    inode.current = change(Buffer.from(inode.current));
    inode.durable = inode.current;
  }

  paths(): readonly string[] {
    return [...this.#current.keys()].toSorted();
  }

  /** The file operations as a process sees them until the power is cut the next time. */
  layer(): FileLayer {
    const life = this.#life;
    const begin = async (operation: DiskOperation): Promise<Fault | undefined> => {
      await Promise.resolve();
      this.#live(life);
      this.operationsLeft -= 1;
      this.#live(life);
      this.operations.push(operation);
      return this.fault(operation);
    };
    const beginOrFail = async (operation: DiskOperation): Promise<void> => {
      const fault = await begin(operation);
      if (fault !== undefined) throw systemError(fault.code, operation.name, operation.path);
    };
    return {
      open: (file, mode) => this.#open(file, mode, life, begin),
      makeDirectory: async () => this.#live(life),
      syncDirectory: async (directory) => {
        await beginOrFail({ name: 'syncDirectory', path: directory });
        this.#syncEntries(directory);
      },
      rename: async (from, to) => {
        await beginOrFail({ name: 'rename', path: to });
        if (!this.#current.has(from)) throw systemError('ENOENT', 'rename', from);
        this.#changeEntry({ kind: 'rename', from, to });
      },
      unlink: async (file) => {
        await beginOrFail({ name: 'unlink', path: file });
        if (!this.#current.has(file)) throw systemError('ENOENT', 'unlink', file);
        this.#changeEntry({ kind: 'unlink', path: file });
      },
      list: async (directory) => {
        this.#live(life);
        return this.paths()
          .filter((file) => path.dirname(file) === directory)
          .map((file) => path.basename(file));
      },
      lock: async (file) => {
        this.#live(life);
        if (this.#locks.has(file)) return undefined;
        this.#locks.add(file);
        return { release: () => void (this.#life === life && this.#locks.delete(file)) };
      },
      freeBytes: async () => {
        this.#live(life);
        return this.#free();
      },
    };
  }

  #live(life: number): void {
    if (this.isOff || this.#life !== life) throw new Error('the power is off');
  }

  #free(): number {
    let used = 0;
    for (const inode of this.#current.values()) used += inode.current.length;
    return Math.max(0, this.capacity - used);
  }

  #changeEntry(change: EntryChange): void {
    this.#unsynced.push(change);
    move(this.#current, change);
  }

  #syncEntries(directory: string): void {
    const inside = (change: EntryChange) =>
      path.dirname(change.kind === 'rename' ? change.to : change.path) === directory;
    for (const change of this.#unsynced.filter(inside)) move(this.#durable, change);
    this.#unsynced = this.#unsynced.filter((change) => !inside(change));
  }

  async #open(
    file: string,
    mode: OpenMode,
    life: number,
    begin: (operation: DiskOperation) => Promise<Fault | undefined>,
  ): Promise<OpenFile> {
    if (mode === 'create') {
      const fault = await begin({ name: 'create', path: file });
      if (fault !== undefined) throw systemError(fault.code, 'create', file);
      const present = this.#current.get(file);
      if (present === undefined) {
        const inode: Inode = { current: Buffer.alloc(0), durable: Buffer.alloc(0), unsynced: [] };
        this.#changeEntry({ kind: 'link', path: file, inode });
      } else change(present, { kind: 'truncate', size: 0 });
    }
    this.#live(life);
    const inode = this.#current.get(file);
    if (inode === undefined) throw systemError('ENOENT', 'open', file);
    return {
      write: async (chunks, position) => {
        const fault = await begin({ name: 'write', path: file });
        const data = Buffer.concat(chunks);
        const room = this.#free() + Math.max(0, inode.current.length - position);
        const written = Math.min(data.length, room, fault === undefined ? data.length : (fault.written ?? 0));
        change(inode, { kind: 'write', position, data: data.subarray(0, written) });
        if (fault !== undefined) throw systemError(fault.code, 'write', file);
        if (written < data.length) throw systemError('ENOSPC', 'write', file);
      },
      read: async (buffer, position) => {
        this.#live(life);
        return inode.current.copy(buffer, 0, Math.min(position, inode.current.length));
      },
      datasync: async () => {
        const fault = await begin({ name: 'datasync', path: file });
        const synced = inode.unsynced.length;
        await this.#gate;
        this.#live(life);
        const changes = inode.unsynced.splice(0, synced);
        if (fault !== undefined) throw systemError(fault.code, 'datasync', file);
        inode.durable = changes.reduce(apply, inode.durable);
      },
      truncate: async (size) => {
        const fault = await begin({ name: 'truncate', path: file });
        if (fault !== undefined) throw systemError(fault.code, 'truncate', file);
        change(inode, { kind: 'truncate', size });
      },
      size: async () => inode.current.length,
      close: async () => undefined,
    };
  }
}

function change(inode: Inode, made: Change): void {
  inode.unsynced.push(made);
  inode.current = apply(inode.current, made);
}
