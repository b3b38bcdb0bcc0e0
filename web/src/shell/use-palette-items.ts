import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../../src/dashboards/index.ts';
import { useCases } from '../api/cases.ts';
import { useClusters } from '../api/clusters.ts';
import { useDashboards } from '../api/dashboards.ts';
import { useSavedQueries } from '../api/saved-queries.ts';
import { fetchValues } from '../api/search.ts';
import { conditionText } from '../lib/value-filter.ts';
import { actions, isAvailable, runAction } from '../lib/actions.ts';
import { recentSearches } from '../lib/recent-texts.ts';

export interface PaletteItem {
  readonly id: string;
  readonly label: string;
  /** The kind of place, in words; nothing of an action. */
  readonly hint: string;
  /** The keys that do the same. */
  readonly keys?: string;
  readonly go: () => void;
}

/** Everything that the palette can go to and that holds the text. */
export function usePaletteItems(text: string): readonly PaletteItem[] {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const reports = useDashboards();
  const clusters = useClusters();
  const saved = useSavedQueries();
  const cases = useCases();
  const [prefix] = useDebouncedValue(text.trim(), 150);
  const users = useRecentValues('user.username', prefix);
  const namespaces = useRecentValues('objectRef.namespace', prefix);
  const resources = useRecentValues('objectRef.resource', prefix);
  // What the page could do before the palette covered it.
  const [available] = useState(() => actions.filter(({ name }) => name !== 'palette' && isAvailable(name)));
  const [recent] = useState(() => recentSearches.read());
  const search = (q: string) => () => void navigate({ to: '/explore', search: { q } });
  const places: readonly PaletteItem[] = [
    ...available.map(({ name, keys }) => ({
      id: `action ${name}`,
      label: t(`keys.${name}`),
      hint: '',
      keys,
      // Once the palette is gone, which would take the focus from what comes.
      go: () => void setTimeout(() => runAction(name)),
    })),
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
    ...(cases.data ?? []).map(({ id, name }) => ({
      id: `case ${id}`,
      label: name,
      hint: t('palette.case'),
      go: () => void navigate({ to: '/cases/$id', params: { id } }),
    })),
    ...recent.map((query) => ({ id: `recent ${query}`, label: query, hint: t('palette.recent'), go: search(query) })),
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
    ...namespaces.map((name) => ({
      id: `namespace ${name}`,
      label: name,
      hint: t('palette.namespace'),
      go: search(conditionText('objectRef.namespace', name)),
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
