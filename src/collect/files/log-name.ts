/** What the name of a file says about its place in a rotation. */
export interface LogName {
  /** The name of the file that is written to now: the same for all files of a rotation. */
  readonly live: string;
  /** Whether it is one of those that were written before. */
  readonly isBackup: boolean;
  /** When it was rotated, where that is in the name: the later, the newer. */
  readonly time: string | undefined;
  /** Its number, where it has one: the higher, the older. */
  readonly number: number | undefined;
}

const packed = /\.(?:gz|zst)$/;

/** The names that rotations give, each with what is left of the live name: a part before, and maybe one behind. */
const backups: readonly RegExp[] = [
  // kube-apiserver (lumberjack): audit-2026-11-29T10-00-00.000.log
  /^(?<before>.+)-(?<time>\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3})(?<behind>\.[^.]*)?$/,
  // The kubelet: 0.log.20261129-100000
  /^(?<before>.+)\.(?<time>\d{8}-\d{6})$/,
  // logrotate: audit.log.1, audit.log-20261129, and with `extension .log`: audit.1.log, audit-20261129.log
  /^(?<before>.+)\.(?<number>\d{1,4})$/,
  /^(?<before>.+?)-(?<time>\d{8}(?:-?\d{2,10})?)$/,
  /^(?<before>.+)\.(?<number>\d{1,4})(?<behind>\.[^.\d][^.]*)$/,
  /^(?<before>.+?)-(?<time>\d{8}(?:-?\d{2,10})?)(?<behind>\.[^.\d][^.]*)$/,
];

/** Reads the name of a file without its directory. */
export function readLogName(name: string): LogName {
  const plain = name.replace(packed, '');
  for (const pattern of backups) {
    const { before, behind = '', time, number } = pattern.exec(plain)?.groups ?? {};
    if (before !== undefined)
      return { live: before + behind, isBackup: true, time, number: number === undefined ? undefined : Number(number) };
  }
  return { live: plain, isBackup: plain !== name, time: undefined, number: undefined };
}

/**
 * Compares backups of one rotation, the older first; undefined where their names do not say. The time of a file says less: packing changes it, and
 * so does whoever copies it.
 */
export function compareBackups(a: LogName, b: LogName): number | undefined {
  if (a.number !== undefined && b.number !== undefined) return b.number - a.number;
  if (a.time === undefined || b.time === undefined || a.time.length !== b.time.length) return undefined;
  if (a.time === b.time) return 0;
  return a.time < b.time ? -1 : 1;
}
