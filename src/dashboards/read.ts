import type { z } from 'zod';
import { type Diagnostic, said } from '../base/index.ts';
import {
  fileProblem,
  type Path,
  readDocument,
  type ReadOptions,
  shapeProblems,
  type YamlDocument,
} from '../documents/index.ts';
import { type CheckContext, checkPanel, checkStatement, type Depth, type Finding } from './check-panel.ts';
import { Dashboard, dashboardLimits, Panel } from './form.ts';

/** A panel that cannot be run, and why. */
export interface BrokenPanel {
  readonly panelId: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** What a file says. */
export interface ReadDashboard {
  /** Absent where what surrounds the panels is wrong. */
  readonly dashboard?: Dashboard;
  /** Panels with errors. They stay in the dashboard, so that it has its other ones and says of these what is wrong. */
  readonly broken: readonly BrokenPanel[];
  /** Everything that is to be said of the file, those of the broken panels included. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A dashboard of a hundred panels has some 50,000 lexemes. */
const reading: ReadOptions = {
  codes: { syntax: 'dashboard-syntax', tooDeep: 'dashboard-too-deep', tooLarge: 'dashboard-too-large' },
  limits: { bytes: dashboardLimits.fileBytes, lexemes: 100_000, members: 200 },
};

/**
 * Reads a dashboard from YAML or JSON. Whatever is wrong has its line and column. It takes milliseconds: statements are not
 * compiled, and are refused when they run.
 */
export function readDashboard(text: string): ReadDashboard {
  return read(text, { context: {}, depth: 'parsed' });
}

/** Reads a dashboard, and checks all that it says. Of what somebody made to be large it takes minutes. */
export function checkDashboard(text: string, context: CheckContext = {}): ReadDashboard {
  return read(text, { context, depth: 'compiled' });
}

function read(text: string, check: Check): ReadDashboard {
  const file = readDocument(text, reading);
  if (!file.ok) return refused(file.diagnostics);
  const { value, panels } = takePanels(file.value);
  const parsed = Dashboard.safeParse(value);
  if (!parsed.success)
    return refused([...issuesOf(parsed.error, Dashboard, [], file.value), ...panels.flatMap(broken)]);
  const dashboard = parsed.data;
  const around = checkAround(dashboard, file.value, check);
  if (around.isTooLarge) return refused(around.diagnostics);
  const checked = panels.map((panel) => checkTaken(panel, dashboard, { file: file.value, check }));
  return {
    dashboard,
    broken: checked
      .filter(({ diagnostics }) => diagnostics.some(isError))
      .map(({ panelId, diagnostics }) => ({ panelId, diagnostics })),
    diagnostics: [...around.diagnostics, ...checked.flatMap(({ diagnostics }) => diagnostics)],
  };
}

function refused(diagnostics: readonly Diagnostic[]): ReadDashboard {
  return { broken: [], diagnostics };
}

function broken({ diagnostics }: TakenPanel): readonly Diagnostic[] {
  return diagnostics;
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}

/** A panel of the file. One that is none by its form has a stand-in with its id and title, as far as it has them. */
interface TakenPanel {
  readonly path: Path;
  readonly panel: Panel;
  /** What its form gets wrong. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Parses each panel by itself, and puts what came of it into the place that it has, so that the rest can be parsed. */
function takePanels(file: YamlDocument): { readonly value: unknown; readonly panels: readonly TakenPanel[] } {
  const panels: TakenPanel[] = [];
  const used = new Set<string>();
  const take = (raw: unknown, path: Path): Panel => {
    const taken = takePanel(raw, path, file);
    const { id } = taken.panel;
    if (!used.has(id)) {
      used.add(id);
      panels.push(taken);
      return taken.panel;
    }
    const name = freeName(id, used);
    used.add(name);
    const twice = fileProblem('duplicate-panel', said`another panel has the id "${id}"`, file.place([...path, 'id']));
    const panel = { ...taken.panel, id: name };
    panels.push({ path, panel, diagnostics: [...taken.diagnostics, twice] });
    return panel;
  };
  const value = mapMember(file.value, 'sections', (sections) =>
    mapItems(sections, (section, index) =>
      mapMember(section, 'panels', (list) =>
        mapItems(list, (raw, at) => (at < dashboardLimits.panels ? take(raw, ['sections', index, 'panels', at]) : raw)),
      ),
    ),
  );
  return { value, panels };
}

function takePanel(raw: unknown, path: Path, file: YamlDocument): TakenPanel {
  const parsed = Panel.safeParse(raw);
  if (parsed.success) return { path, panel: parsed.data, diagnostics: [] };
  const { id, title, width, height } = Panel.shape;
  const members = isRecord(raw) ? raw : {};
  const name =
    id.safeParse(members['id']).data ??
    `panel-${path
      .filter(Number.isInteger)
      .map((at) => Number(at) + 1)
      .join('-')}`;
  const panel: Panel = {
    id: name,
    title: title.safeParse(members['title']).data ?? { en: name },
    counts: 'events',
    chart: 'table',
    statement: '*',
    width: width.safeParse(members['width']).data ?? 6,
    height: height.safeParse(members['height']).data ?? 4,
  };
  return { path, panel, diagnostics: issuesOf(parsed.error, Panel, path, file) };
}

function freeName(id: string, used: ReadonlySet<string>): string {
  for (let count = 2; ; count++) {
    const name = `${id.slice(0, 56)}-${count}`;
    if (!used.has(name)) return name;
  }
}

/** Of one panel. */
const mostProblems = 20;

interface Check {
  readonly context: CheckContext;
  readonly depth: Depth;
}

interface Checking {
  readonly file: YamlDocument;
  readonly check: Check;
}

function checkTaken(
  { path, panel, diagnostics }: TakenPanel,
  { variables }: Dashboard,
  { file, check: { context, depth } }: Checking,
): BrokenPanel {
  const found = diagnostics.some((diagnostic) => diagnostic.code === 'invalid-dashboard')
    ? []
    : checkPanel(panel, variables, context, depth)
        .slice(0, mostProblems)
        .map((finding) => placed(finding, path, file));
  return { panelId: panel.id, diagnostics: [...diagnostics, ...found] };
}

function placed({ path, diagnostic }: Finding, above: Path, file: YamlDocument): Diagnostic {
  const { from, to: _to, ...facts } = diagnostic;
  return { ...facts, ...file.placeWithin([...above, ...path], from ?? 0) };
}

/** What is wrong with variables, and with the number of panels. */
function checkAround(
  { variables, sections }: Dashboard,
  file: YamlDocument,
  { context, depth }: Check,
): { readonly isTooLarge: boolean; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  for (const [index, { name, suggest }] of variables.entries()) {
    const path = ['variables', index];
    if (variables.findIndex((variable) => variable.name === name) < index) {
      const message = said`another variable has the name "${name}"`;
      diagnostics.push(fileProblem('duplicate-variable', message, file.place([...path, 'name'])));
    }
    if (suggest === undefined) continue;
    const found = checkStatement(suggest, variables, context, depth).diagnostics;
    diagnostics.push(...found.map((diagnostic) => placed({ path: ['suggest'], diagnostic }, path, file)));
  }
  const count = sections.reduce((sum, { panels }) => sum + panels.length, 0);
  if (count <= dashboardLimits.panels) return { isTooLarge: false, diagnostics };
  const message = said`the dashboard has ${count} panels: at most ${dashboardLimits.panels} are allowed`;
  return { isTooLarge: true, diagnostics: [fileProblem('dashboard-too-large', message, file.place(['sections']))] };
}

/** What a schema says, with the places in the file. */
function issuesOf(error: z.ZodError, schema: z.ZodType, above: Path, document: YamlDocument): readonly Diagnostic[] {
  return shapeProblems(error, { schema, document, above, whole: said`the dashboard`, code: 'invalid-dashboard' });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mapMember(value: unknown, name: string, change: (member: unknown) => unknown): unknown {
  return isRecord(value) && Object.hasOwn(value, name) ? { ...value, [name]: change(value[name]) } : value;
}

function mapItems(value: unknown, change: (item: unknown, index: number) => unknown): unknown {
  return Array.isArray(value) ? value.map((item: unknown, index) => change(item, index)) : value;
}
