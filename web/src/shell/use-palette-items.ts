import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useDebouncedValue } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../../src/dashboards/index.ts';
import { useClusters } from '../api/clusters.ts';
import { useDashboards } from '../api/dashboards.ts';
import { useSavedQueries } from '../api/saved-queries.ts';
import { fetchValues } from '../api/search.ts';
import { conditionText } from '../lib/value-filter.ts';

export interface PaletteItem {
  readonly id: string;
  readonly label: string;
  /** The kind of place, in words. */
  readonly hint: string;
  readonly go: () => void;
}

/** Everything that the palette can go to and that holds the text. */
export function usePaletteItems(text: string): readonly PaletteItem[] {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const reports = useDashboards();
  const clusters = useClusters();
  const saved = useSavedQueries();
  const [prefix] = useDebouncedValue(text.trim(), 150);
  const users = useRecentValues('user.username', prefix);
  const resources = useRecentValues('objectRef.resource', prefix);
  const search = (q: string) => () => void navigate({ to: '/explore', search: { q } });
  const pages: readonly PaletteItem[] = [
    { id: 'overview', label: t('frame.overview'), go: () => void navigate({ to: '/' }) },
    { id: 'explore', label: t('frame.explore'), go: () => void navigate({ to: '/explore' }) },
    { id: 'reports', label: t('frame.reports'), go: () => void navigate({ to: '/reports' }) },
    {
      id: 'alerts',
      label: t('frame.alerts'),
      go: () => void navigate({ to: '/alerts/$section', params: { section: 'inbox' } }),
    },
    { id: 'clusters', label: t('frame.clusters'), go: () => void navigate({ to: '/clusters' }) },
    { id: 'destinations', label: t('frame.destinations'), go: () => void navigate({ to: '/destinations' }) },
    { id: 'health', label: t('frame.health'), go: () => void navigate({ to: '/health' }) },
    { id: 'policy', label: t('frame.policy'), go: () => void navigate({ to: '/policy' }) },
    {
      id: 'settings',
      label: t('frame.settings'),
      go: () => void navigate({ to: '/settings/$section', params: { section: 'appearance' } }),
    },
  ].map((page) => ({ ...page, hint: t('palette.page') }));
  const places: readonly PaletteItem[] = [
    ...pages,
    ...(reports.data ?? []).map(({ id, title }) => ({
      id: `report ${id}`,
      label: textIn(title, i18n.language),
      hint: t('palette.report'),
      go: () => void navigate({ to: '/reports/$id', params: { id } }),
    })),
    ...(clusters.data ?? []).map(({ name }) => ({
      id: `cluster ${name}`,
      label: name,
      hint: t('palette.cluster'),
      go: () => void navigate({ to: '/explore', search: (previous) => ({ ...previous, clusters: [name] }) }),
    })),
    ...(saved.data ?? []).map(({ id, name, query }) => ({
      id: `saved ${id}`,
      label: name,
      hint: t('palette.savedQuery'),
      go: search(query),
    })),
  ];
  const wanted = text.trim().toLowerCase();
  const found = places.filter((place) => place.label.toLowerCase().includes(wanted));
  if (!wanted) return found;
  return [
    ...found,
    ...users.map((name) => ({
      id: `user ${name}`,
      label: name,
      hint: t('palette.user'),
      go: search(conditionText('user.username', name)),
    })),
    ...resources.map((name) => ({
      id: `resource ${name}`,
      label: name,
      hint: t('palette.resource'),
      go: search(conditionText('objectRef.resource', name)),
    })),
    { id: 'search', label: text.trim(), hint: t('palette.search'), go: search(text.trim()) },
  ];
}

function useRecentValues(field: string, prefix: string): readonly string[] {
  const { data = [] } = useQuery({
    queryKey: ['values', field, prefix],
    enabled: prefix.length > 0,
    queryFn: ({ signal }) => fetchValues(field, prefix, { from: '-7d', to: 'now' }, signal),
  });
  return data.slice(0, 5);
}
