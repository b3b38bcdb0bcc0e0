import { useNavigate } from '@tanstack/react-router';
import { useActions, usePressedActions } from '../lib/actions.ts';

/** The keys that hold on every page. */
export function useGlobalShortcuts(open: (what: 'palette' | 'help') => void): void {
  const navigate = useNavigate();
  usePressedActions();
  useActions({
    palette: () => open('palette'),
    help: () => open('help'),
    overview: () => void navigate({ to: '/' }),
    explore: () => void navigate({ to: '/explore' }),
    reports: () => void navigate({ to: '/reports' }),
    alerts: () => void navigate({ to: '/alerts/$section', params: { section: 'inbox' } }),
    cases: () => void navigate({ to: '/cases' }),
    policy: () => void navigate({ to: '/policy' }),
    clusters: () => void navigate({ to: '/clusters' }),
    destinations: () => void navigate({ to: '/destinations' }),
    health: () => void navigate({ to: '/health' }),
    settings: () => void navigate({ to: '/settings/$section', params: { section: 'appearance' } }),
  });
}
