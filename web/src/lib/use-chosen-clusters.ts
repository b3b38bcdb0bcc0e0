import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

/** The clusters that the URL names (none: all), and a function that names others. */
export function useChosenClusters(): readonly [readonly string[], (names: readonly string[]) => void] {
  const search = useSearch({ strict: false });
  const navigate = useNavigate();
  const choose = useCallback(
    (names: readonly string[]) => {
      void navigate({
        to: '.',
        search: (previous) => ({ ...previous, clusters: names.length > 0 ? [...names] : undefined }),
      });
    },
    [navigate],
  );
  return [search.clusters ?? none, choose];
}

const none: readonly string[] = [];
