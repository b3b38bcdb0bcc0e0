import { type Diagnostic, isAccepted, said, type Said } from '../../base/index.ts';
import {
  fileProblem,
  readDocuments,
  type ReadOptions,
  shapeProblems,
  type YamlDocument,
} from '../../documents/index.ts';
import { checkSchedule, placed, readTimeZone } from '../../rules/index.ts';
import type { scheduleCodes } from '../diagnostic-codes.ts';
import { ReportSchedule, scheduleLimits } from './form.ts';

/** A schedule, and the document that it stands in, as it was written. */
export interface ReadSchedule {
  readonly schedule: ReportSchedule;
  readonly source: string;
}

/** What a file says of schedules. Whoever applies it applies all of it or nothing: see `isAccepted` of the diagnostics. */
export interface ReadSchedules {
  readonly schedules: readonly ReadSchedule[];
  readonly diagnostics: readonly Diagnostic[];
}

const reading: ReadOptions = {
  codes: {
    syntax: 'report-schedule-syntax' satisfies Code,
    tooDeep: 'report-schedule-syntax' satisfies Code,
    tooLarge: 'report-schedule-too-large' satisfies Code,
  },
  limits: { bytes: scheduleLimits.fileBytes, lexemes: 100_000, members: 500 },
};
type Code = keyof typeof scheduleCodes;

/** Kinds of files that others read. */
const otherKinds = new Set(['AlertRule', 'AlertPolicy', 'Silence', 'Channel', 'Destination', 'Dashboard']);

/** Reads the schedules of a file of YAML or JSON, of one document or several; other kinds that are known are passed over. */
export function readScheduleFile(text: string): ReadSchedules {
  const documents = readDocuments(text, reading, scheduleLimits.documents);
  if (!documents.ok) return { schedules: [], diagnostics: documents.diagnostics };
  const full = documents.value.filter(({ value }) => value !== null);
  if (full.length === 0)
    return { schedules: [], diagnostics: [problem(said`the file holds nothing`, { line: 1, column: 1 })] };
  const taken = full.map(take);
  return {
    schedules: taken.flatMap(({ schedules }) => schedules),
    diagnostics: [...taken.flatMap(({ diagnostics }) => diagnostics), ...duplicates(taken, full)],
  };
}

function take(document: YamlDocument): ReadSchedules {
  const kind = kindOf(document.value);
  if (kind !== 'ReportSchedule')
    return {
      schedules: [],
      diagnostics: otherKinds.has(kind)
        ? []
        : [
            problem(
              said`the document is of no kind that is known`,
              document.place(['kind']),
              said`write \`kind: ReportSchedule\``,
            ),
          ],
    };
  const parsed = ReportSchedule.safeParse(document.value);
  if (!parsed.success) {
    const shape = {
      schema: ReportSchedule,
      document,
      whole: said`the schedule`,
      code: 'invalid-report-schedule' satisfies Code,
    };
    return { schedules: [], diagnostics: shapeProblems(parsed.error, shape) };
  }
  const schedule = parsed.data;
  const diagnostics = [
    ...checkSchedule(schedule.schedule, ['schedule']).map((finding) => placed(finding, document)),
    ...checkZone(schedule, document),
  ];
  const isGood = isAccepted(diagnostics);
  return { schedules: isGood ? [{ schedule, source: document.source }] : [], diagnostics };
}

function checkZone({ timeZone }: ReportSchedule, document: YamlDocument): readonly Diagnostic[] {
  const zone = timeZone === undefined ? undefined : readTimeZone(timeZone);
  if (timeZone === undefined || (zone && 'name' in zone)) return [];
  const hint = said`write an IANA name such as Asia/Shanghai`;
  return [problem(said`"${timeZone}" is the name of no time zone`, document.place(['timeZone']), hint)];
}

function duplicates(taken: readonly ReadSchedules[], documents: readonly YamlDocument[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return taken.flatMap(({ schedules: [read] }, index) => {
    const name = read?.schedule.name;
    const place = documents[index]?.place(['name']);
    if (name === undefined || place === undefined) return [];
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [problem(said`the file has another schedule "${name}"`, place)];
  });
}

function problem(message: Said, place: Parameters<typeof fileProblem>[2], hint?: Said): Diagnostic {
  return fileProblem('invalid-report-schedule' satisfies Code, message, place, hint);
}

function kindOf(value: unknown): string {
  return typeof value === 'object' && value !== null && 'kind' in value ? String(value.kind) : '';
}
