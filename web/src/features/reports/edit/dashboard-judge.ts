import { checkDashboard } from '../../../api/own-dashboards.ts';

/** Has a file of a dashboard judged by the server. */
export const dashboardJudge = { kind: 'dashboard', check: checkDashboard };
