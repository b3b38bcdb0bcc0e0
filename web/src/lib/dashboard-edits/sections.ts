import { type Dashboard, dashboardLimits } from '../../../../src/dashboards/index.ts';
import { withOptionalText } from './texts.ts';

/** Adds an empty section at the end. */
export function addSection(dashboard: Dashboard): Dashboard {
  if (dashboard.sections.length >= dashboardLimits.sections) return dashboard;
  return { ...dashboard, sections: [...dashboard.sections, { panels: [] }] };
}

/** Takes a section away, and its panels with it. One stays always. */
export function removeSection(dashboard: Dashboard, at: number): Dashboard {
  if (dashboard.sections.length < 2) return dashboard;
  return { ...dashboard, sections: dashboard.sections.toSpliced(at, 1) };
}

/** Moves a section one place on or back. */
export function stepSection(dashboard: Dashboard, at: number, step: 1 | -1): Dashboard {
  const section = dashboard.sections[at];
  if (!section || !dashboard.sections[at + step]) return dashboard;
  return { ...dashboard, sections: dashboard.sections.toSpliced(at, 1).toSpliced(at + step, 0, section) };
}

export function titleSection(dashboard: Dashboard, at: number, language: string, text: string): Dashboard {
  return {
    ...dashboard,
    sections: dashboard.sections.map((section, index) => {
      if (index !== at) return section;
      const { title: before, ...rest } = section;
      const title = withOptionalText(before, language, text);
      return title ? { ...rest, title } : rest;
    }),
  };
}
