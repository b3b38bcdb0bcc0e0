import {
  IconBellRinging,
  IconBriefcase,
  IconChartHistogram,
  IconFileSearch,
  IconHeartbeat,
  IconLayoutDashboard,
  IconSend,
  IconServer2,
  IconSettings,
  IconShieldCheck,
} from '@tabler/icons-react';

const look = { size: 20, stroke: 1.6 } as const;

/** The places of the product, in the order of the rail. */
export const places = [
  { to: '/', label: 'frame.overview', icon: <IconLayoutDashboard {...look} /> },
  { to: '/explore', label: 'frame.explore', icon: <IconFileSearch {...look} /> },
  { to: '/reports', label: 'frame.reports', icon: <IconChartHistogram {...look} /> },
  { to: '/alerts', label: 'frame.alerts', icon: <IconBellRinging {...look} /> },
  { to: '/cases', label: 'frame.cases', icon: <IconBriefcase {...look} /> },
  { to: '/policy', label: 'frame.policy', icon: <IconShieldCheck {...look} /> },
  { to: '/clusters', label: 'frame.clusters', icon: <IconServer2 {...look} /> },
  { to: '/destinations', label: 'frame.destinations', icon: <IconSend {...look} /> },
  { to: '/health', label: 'frame.health', icon: <IconHeartbeat {...look} /> },
] as const;

export const settingsIcon = <IconSettings {...look} />;
