import { useComputedColorScheme } from '@mantine/core';
import { useRef } from 'react';
import type { Panel } from '../../../../../src/dashboards/index.ts';
import { PanelBody } from '../panel/panel-body.tsx';
import type { Report } from '../use-report.ts';
import { usePreview } from './use-preview.ts';

interface PreviewBodyProps {
  readonly report: Report;
  readonly panel: Panel;
  readonly found: ReturnType<typeof usePreview>['found'];
}

/** The answer of a panel that is not kept yet, as the report would show it. */
export function PreviewBody({ report, panel, found }: PreviewBodyProps) {
  const scheme = useComputedColorScheme('light');
  const pictureRef = useRef<() => HTMLCanvasElement | undefined>(() => undefined);
  return (
    <PanelBody
      // A chart is drawn in the colours of one theme.
      key={`${scheme} ${panel.chart}`}
      report={report}
      panel={panel}
      found={found}
      isTable={false}
      isWhole={false}
      isPrinting={false}
      pictureRef={pictureRef}
    />
  );
}

interface CardPreviewProps extends Pick<PreviewBodyProps, 'report' | 'panel'> {
  /** Its number among the panels: what stands first is asked first. */
  readonly place: number;
}

/** What a panel in the grid shows as it is edited. */
export function CardPreview({ report, panel, place }: CardPreviewProps) {
  const { found } = usePreview(report, panel, place);
  return <PreviewBody report={report} panel={panel} found={found} />;
}
