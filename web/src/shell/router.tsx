import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  parseSearchWith,
  redirect,
  retainSearchParams,
} from '@tanstack/react-router';
import { validateAlertSearch } from '../lib/alert-search.ts';
import { validateExploreSearch } from '../lib/explore-search.ts';
import { validateSetupSearch } from '../lib/setup-search.ts';
import { validateReportSearch } from '../lib/report-search.ts';
import { withAllTexts } from '../lib/i18n/setup.ts';
import { NotFound } from './not-found.tsx';
import { RouteError } from './route-error.tsx';
import { Frame } from './frame.tsx';

export interface RootSearch {
  /** Names of the chosen clusters; left out: all that the user may see. */
  readonly clusters?: readonly string[] | undefined;
}

const rootRoute = createRootRoute({
  component: Outlet,
  errorComponent: (props) => <RouteError {...props} />,
  validateSearch: (search: Record<string, unknown>): RootSearch => {
    const names = Array.isArray(search['clusters'])
      ? search['clusters'].filter((name) => typeof name === 'string')
      : [];
    return names.length > 0 ? { clusters: names } : {};
  },
  search: { middlewares: [retainSearchParams(['clusters'])] },
});

const frameRoute = createRoute({ getParentRoute: () => rootRoute, id: 'frame', component: Frame });

const homeRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/',
  validateSearch: validateReportSearch,
  component: lazyRouteComponent(
    withAllTexts(() => import('../features/reports/overview-page.tsx')),
    'OverviewPage',
  ),
});

/** Where the overview stood before it opened first. */
const overviewRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/overview',
  beforeLoad: () => {
    throw redirect({ to: '/' });
  },
});

const healthRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/health',
  component: lazyRouteComponent(
    withAllTexts(() => import('../features/health/health-page.tsx')),
    'HealthPage',
  ),
});

const exploreRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/explore',
  validateSearch: validateExploreSearch,
  component: lazyRouteComponent(() => import('../features/explore/explore-page.tsx'), 'ExplorePage'),
});

const reportsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/reports',
  component: lazyRouteComponent(
    withAllTexts(() => import('../features/reports/reports-page.tsx')),
    'ReportsPage',
  ),
});

const reportRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/reports/$id',
  validateSearch: validateReportSearch,
  component: lazyRouteComponent(
    withAllTexts(() => import('../features/reports/report-page.tsx')),
    'ReportPage',
  ),
});

const reportEditRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/reports/$id/edit',
  validateSearch: validateReportSearch,
  component: lazyRouteComponent(
    withAllTexts(() => import('../features/reports/edit/edit-page.tsx')),
    'EditPage',
  ),
});

const alertsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/alerts',
  beforeLoad: () => {
    throw redirect({ to: '/alerts/$section', params: { section: 'inbox' } });
  },
});

const alertsSectionRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/alerts/$section',
  validateSearch: validateAlertSearch,
  component: lazyRouteComponent(
    withAllTexts(() => import('../features/alerts/alerts-page.tsx')),
    'AlertsPage',
  ),
});

const newRuleRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/alerts/new',
  validateSearch: (search: Record<string, unknown>): { readonly q?: string } =>
    typeof search['q'] === 'string' ? { q: search['q'] } : {},
  component: lazyRouteComponent(
    withAllTexts(() => import('../features/alerts/rules/new-page.tsx')),
    'NewRulePage',
  ),
});

const ruleRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/alerts/rules/$name',
  component: lazyRouteComponent(
    withAllTexts(() => import('../features/alerts/rules/rule-page.tsx')),
    'RulePage',
  ),
});

const editRuleRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/alerts/rules/$name/edit',
  component: lazyRouteComponent(
    withAllTexts(() => import('../features/alerts/rules/edit-page.tsx')),
    'EditRulePage',
  ),
});

const newAlertPolicyRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/alerts/policies/new',
  component: lazyRouteComponent(
    withAllTexts(() => import('../features/alerts/policies/policy-page.tsx')),
    'NewPolicyPage',
  ),
});

const alertPolicyRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/alerts/policies/$name',
  component: lazyRouteComponent(
    withAllTexts(() => import('../features/alerts/policies/policy-page.tsx')),
    'PolicyPage',
  ),
});

const casesRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/cases',
  component: lazyRouteComponent(
    withAllTexts(() => import('../features/cases/cases-page.tsx')),
    'CasesPage',
  ),
});

const caseRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/cases/$id',
  component: lazyRouteComponent(
    withAllTexts(() => import('../features/cases/case-page.tsx')),
    'CasePage',
  ),
});

const policyRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/policy',
  component: lazyRouteComponent(
    withAllTexts(() => import('../features/policy/policy-page.tsx')),
    'PolicyPage',
  ),
});

const clustersRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/clusters',
  component: lazyRouteComponent(
    withAllTexts(() => import('../features/clusters/clusters-page.tsx')),
    'ClustersPage',
  ),
});

const clusterRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/clusters/$name',
  component: lazyRouteComponent(
    withAllTexts(() => import('../features/clusters/cluster-page.tsx')),
    'ClusterPage',
  ),
});

const setupRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/clusters/$name/setup',
  validateSearch: validateSetupSearch,
  component: lazyRouteComponent(
    withAllTexts(() => import('../features/clusters/setup/setup-page.tsx')),
    'SetupPage',
  ),
});

const destinationsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/destinations',
  component: lazyRouteComponent(
    withAllTexts(() => import('../features/destinations/destinations-page.tsx')),
    'DestinationsPage',
  ),
});

const newDestinationRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/destinations/new',
  component: lazyRouteComponent(
    withAllTexts(() => import('../features/destinations/edit/edit-page.tsx')),
    'NewDestinationPage',
  ),
});

const destinationRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/destinations/$name',
  component: lazyRouteComponent(
    withAllTexts(() => import('../features/destinations/destination-page.tsx')),
    'DestinationPage',
  ),
});

const editDestinationRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/destinations/$name/edit',
  component: lazyRouteComponent(
    withAllTexts(() => import('../features/destinations/edit/edit-page.tsx')),
    'EditDestinationPage',
  ),
});

const settingsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/settings/$section',
  component: lazyRouteComponent(
    withAllTexts(() => import('../features/settings/settings-page.tsx')),
    'SettingsPage',
  ),
});

/** Any other address below the frame: who is lost keeps the way out. */
const otherRoute = createRoute({ getParentRoute: () => frameRoute, path: '$', component: NotFound });

const routeTree = rootRoute.addChildren([
  frameRoute.addChildren([
    homeRoute,
    overviewRoute,
    exploreRoute,
    reportsRoute,
    reportRoute,
    reportEditRoute,
    alertsRoute,
    alertsSectionRoute,
    newRuleRoute,
    ruleRoute,
    editRuleRoute,
    newAlertPolicyRoute,
    alertPolicyRoute,
    casesRoute,
    caseRoute,
    policyRoute,
    clustersRoute,
    clusterRoute,
    setupRoute,
    destinationsRoute,
    newDestinationRoute,
    destinationRoute,
    editDestinationRoute,
    healthRoute,
    settingsRoute,
    otherRoute,
  ]),
]);

/** Reads a parameter as JSON, but a number only where no digit of it is lost: RAM user ids have 18. */
function readParameter(text: string): unknown {
  const value: unknown = JSON.parse(text);
  return typeof value === 'number' && String(value) !== text ? text : value;
}

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  parseSearch: parseSearchWith(readParameter),
});

declare module '@tanstack/react-router' {
  interface Register {
    readonly router: typeof router;
  }
}
