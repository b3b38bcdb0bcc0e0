import { BarChart, HeatmapChart, LineChart, MapChart, PieChart } from 'echarts/charts';
import {
  AriaComponent,
  GeoComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapComponent,
} from 'echarts/components';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { feature } from 'topojson-client';
import atlas from 'world-atlas/countries-110m.json' with { type: 'json' };
import { chartOption, type ChartSettings, type ChartTable, type DrawnKind, worldOf } from '../../charts/index.ts';

echarts.use([
  AriaComponent,
  BarChart,
  GeoComponent,
  GridComponent,
  HeatmapChart,
  LegendComponent,
  LineChart,
  MapChart,
  MarkLineComponent,
  PieChart,
  SVGRenderer,
  TooltipComponent,
  VisualMapComponent,
]);

let hasWorld = false;

/** The outlines of the countries; parsed when the first map is drawn. */
function registerWorld(): void {
  if (hasWorld) return;
  hasWorld = true;
  const topology = atlas as unknown as Parameters<typeof feature>[0];
  const countries = topology.objects['countries'];
  if (!countries) return;
  const shapes = feature(topology, countries);
  echarts.registerMap('world', worldOf('features' in shapes ? shapes.features : [shapes]) as never);
}

/** In CSS pixels; the picture scales to the room that it gets. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** Draws a chart as SVG, without a browser. */
export function drawChart(table: ChartTable, kind: DrawnKind, settings: ChartSettings, size: PictureSize): string {
  if (kind === 'map') registerWorld();
  const chart = echarts.init(null, undefined, { renderer: 'svg', ssr: true, ...size });
  try {
    chart.setOption({ ...chartOption(table, kind, settings) });
    // What a pointer changes is of no use here, and its rules hold for the whole page.
    return chart.renderToSVGString().replaceAll(/<style ?>.*?<\/style>/gs, '');
  } finally {
    chart.dispose();
  }
}
