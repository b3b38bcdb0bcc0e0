import { type Dashboard, dashboardLimits, type Panel } from '../../../../src/dashboards/index.ts';
import { freshId } from './fresh-id.ts';

/** Edits of the panels of a dashboard: each gives a new dashboard, and the same one where there is nothing to do. */

type Section = Dashboard['sections'][number];

/** A place for a panel: in which section, before which of its panels. */
export interface Place {
  readonly section: number;
  readonly at: number;
}

export function panelsOf(dashboard: Dashboard): readonly Panel[] {
  return dashboard.sections.flatMap(({ panels }) => panels);
}

export function hasRoomForPanel(dashboard: Dashboard): boolean {
  return panelsOf(dashboard).length < dashboardLimits.panels;
}

/** Where a panel stands. */
export function placeOf(dashboard: Dashboard, id: string): Place | undefined {
  const section = dashboard.sections.findIndex(({ panels }) => panels.some((panel) => panel.id === id));
  if (section < 0) return undefined;
  return { section, at: dashboard.sections[section]?.panels.findIndex((panel) => panel.id === id) ?? 0 };
}

/** An id for a further panel. */
export function freshPanelId(dashboard: Dashboard, title: string): string {
  return freshId(title, new Set(panelsOf(dashboard).map(({ id }) => id)), 'panel');
}

/** Adds a panel at the end of a section. */
export function addPanel(dashboard: Dashboard, panel: Panel, section = dashboard.sections.length - 1): Dashboard {
  if (!hasRoomForPanel(dashboard)) return dashboard;
  return mapSection(dashboard, section, (panels) => [...panels, panel]);
}

export function changePanel(dashboard: Dashboard, id: string, change: (panel: Panel) => Panel): Dashboard {
  const place = placeOf(dashboard, id);
  if (!place) return dashboard;
  return mapSection(dashboard, place.section, (panels) =>
    panels.map((panel) => (panel.id === id ? change(panel) : panel)),
  );
}

export function removePanel(dashboard: Dashboard, id: string): Dashboard {
  const place = placeOf(dashboard, id);
  if (!place) return dashboard;
  return mapSection(dashboard, place.section, (panels) => panels.filter((panel) => panel.id !== id));
}

/** Puts a copy of a panel right behind it. */
export function duplicatePanel(dashboard: Dashboard, id: string): Dashboard {
  const place = placeOf(dashboard, id);
  if (!place || !hasRoomForPanel(dashboard)) return dashboard;
  return mapSection(dashboard, place.section, (panels) =>
    panels.flatMap((panel) => (panel.id === id ? [panel, { ...panel, id: freshPanelId(dashboard, id) }] : [panel])),
  );
}

/** Moves a panel before another one; `at` counts the panels of the section without the one that moves. */
export function movePanel(dashboard: Dashboard, id: string, to: Place): Dashboard {
  const from = placeOf(dashboard, id);
  const panel = panelsOf(dashboard).find((other) => other.id === id);
  if (!from || !panel || !dashboard.sections[to.section]) return dashboard;
  if (from.section === to.section && from.at === to.at) return dashboard;
  return mapSection(removePanel(dashboard, id), to.section, (panels) => panels.toSpliced(to.at, 0, panel));
}

/** Moves a panel one place on or back, from the edge of a section into the next one. */
export function stepPanel(dashboard: Dashboard, id: string, step: 1 | -1): Dashboard {
  const from = placeOf(dashboard, id);
  if (!from) return dashboard;
  const last = (dashboard.sections[from.section]?.panels.length ?? 1) - 1;
  const at = from.at + step;
  if (at >= 0 && at <= last) return movePanel(dashboard, id, { section: from.section, at });
  const section = from.section + step;
  const end = dashboard.sections[section]?.panels.length ?? 0;
  return movePanel(dashboard, id, { section, at: step === 1 ? 0 : end });
}

/** Gives a panel a size within what the grid has. */
export function resizePanel(
  dashboard: Dashboard,
  id: string,
  { width, height }: Pick<Panel, 'width' | 'height'>,
): Dashboard {
  return changePanel(dashboard, id, (panel) => ({ ...panel, width: clamp(width, 12), height: clamp(height, 20) }));
}

function clamp(value: number, most: number): number {
  return Math.max(1, Math.min(most, Math.round(value)));
}

function mapSection(
  dashboard: Dashboard,
  at: number,
  map: (panels: Section['panels']) => Section['panels'],
): Dashboard {
  return {
    ...dashboard,
    sections: dashboard.sections.map((section, index) =>
      index === at ? { ...section, panels: map(section.panels) } : section,
    ),
  };
}
