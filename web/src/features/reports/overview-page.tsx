import { ReportById } from './report-page.tsx';

/** What opens first: the report of what happened in the clusters. */
export function OverviewPage() {
  return <ReportById id="overview" />;
}
