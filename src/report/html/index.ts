import type { ReportToRender } from './render-report.ts';

export type { ClusterCompleteness } from './render-completeness.ts';
export type { ReportToRender } from './render-report.ts';

/** Writes a run of a dashboard as one HTML file (render-report.ts). What draws pictures is loaded for the first one. */
export async function renderReport(report: ReportToRender): Promise<string> {
  const { renderReport: render } = await import('./render-report.ts');
  return render(report);
}
