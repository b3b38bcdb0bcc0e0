import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError, type Diagnostic, type Result, said, type Text, worded } from '../../base/index.ts';
import { type Clock, errorCodeOf, type Logger } from '../../platform/index.ts';
import {
  type Catalogue,
  type Indicator,
  type NotDetectable,
  readCatalogue,
  readCveFile,
} from '../../vulnerabilities/index.ts';

/** What is known of CVEs. */
export interface CveData {
  /** How an attempt shows in a log, the newest CVE first. */
  readonly indicators: readonly Indicator[];
  /** CVEs that leave no trace. */
  readonly reasons: NotDetectable['reasons'];
  /** Which versions are vulnerable. */
  readonly catalogue: Catalogue;
  /** The file that the catalogue comes from is the operator's. */
  readonly isOwn: boolean;
  /** What is wrong with the operator's file, whose last good contents, else those of the product, hold. */
  readonly problems: readonly Diagnostic[];
}

/** Gives the data as it is now. */
export type CveSource = () => Promise<CveData>;

export interface CveNeeds {
  /** The folder that travels with the product. */
  readonly directory: string;
  /** A newer file of the operator's, in place of the one that travels with the product. */
  readonly file: string | undefined;
  readonly clock: Pick<Clock, 'now'>;
  readonly logger: Logger;
}

/** The operator's file is looked at this often. */
const lookMs = 10_000;
const maxBytes = 16 << 20;

/** Makes what reads the data when it is first asked for, and the operator's file again when it changes. */
export function createCveSource({ directory, file, clock, logger }: CveNeeds): CveSource {
  let shipped: Promise<CveData> | undefined;
  let own: { readonly stamp: string; readonly result: Result<Catalogue> } | undefined;
  let good: Catalogue | undefined;
  let lookedAt = -Infinity;

  async function look(path: string): Promise<void> {
    if (clock.now() - lookedAt < lookMs) return;
    lookedAt = clock.now();
    const stamp = await stampOf(path);
    if (own?.stamp === stamp) return;
    const result = await readOwn(path);
    own = { stamp, result };
    if (result.ok) good = result.value;
    if (result.ok) logger.info({ file: path, date: result.value.date }, 'read CVE data');
    else logger.warn({ file: path, diagnostics: result.diagnostics.slice(0, 10) }, 'cannot use the CVE data');
  }

  return async () => {
    const data = await (shipped ??= readShipped(directory));
    if (file === undefined) return data;
    await look(file);
    const problems = own && !own.result.ok ? own.result.diagnostics : [];
    return { ...data, problems, ...(good && { catalogue: good, isOwn: true }) };
  };
}

async function readShipped(directory: string): Promise<CveData> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.yaml')).toSorted();
  const files = await Promise.all(
    names.map(async (name) => orThrow(name, readCveFile(await readFile(path.join(directory, name), 'utf8')))),
  );
  const data = await readFile(path.join(directory, 'vulnerabilities.json'), 'utf8');
  return {
    indicators: files.filter((one) => one.kind === 'CveIndicator').toSorted((a, b) => numberOf(b.id) - numberOf(a.id)),
    reasons: files.filter((one) => one.kind === 'NotDetectable').flatMap(({ reasons }) => reasons),
    catalogue: orThrow('vulnerabilities.json', readCatalogue(data)),
    isOwn: false,
    problems: [],
  };
}

/** Of what travels with the product, which its tests read as well. */
function orThrow<T>(name: string, result: Result<T>): T {
  if (result.ok) return result.value;
  throw new AppError('internal', said`cannot read CVE data "${name}": ${result.diagnostics[0]?.message ?? ''}`);
}

/** `CVE-2026-3864` as a number by which the newest is the greatest. */
function numberOf(id: string): number {
  const [, year = '', number = ''] = id.split('-');
  return Number(year) * 1e10 + Number(number);
}

async function stampOf(file: string): Promise<string> {
  try {
    const { size, mtimeMs, ctimeMs, ino } = await stat(file);
    return [size, mtimeMs, ctimeMs, ino].join(' ');
  } catch {
    return 'none';
  }
}

async function readOwn(file: string): Promise<Result<Catalogue>> {
  try {
    const facts = await stat(file);
    if (!facts.isFile()) return unreadable(said`it is no file`);
    if (facts.size > maxBytes) return unreadable(said`it has ${facts.size} bytes, and ${maxBytes} are read at most`);
    return readCatalogue(await readFile(file, 'utf8'));
  } catch (error) {
    // Whoever reads a report is told, and the message of the error would tell them where on the server the file lies.
    return unreadable(errorCodeOf(error) ?? said`an unknown error`);
  }
}

function unreadable(reason: Text): Result<never> {
  const message = said`cannot read the CVE data: ${reason}`;
  return { ok: false, diagnostics: [{ code: 'dashboard-file-unreadable', severity: 'error', ...worded(message) }] };
}
