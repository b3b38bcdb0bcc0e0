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
import { CanvasRenderer } from 'echarts/renderers';
import { worldOf } from '../../../src/charts/index.ts';

echarts.use([
  AriaComponent,
  BarChart,
  CanvasRenderer,
  GeoComponent,
  GridComponent,
  HeatmapChart,
  LegendComponent,
  MarkLineComponent,
  LineChart,
  MapChart,
  PieChart,
  TooltipComponent,
  VisualMapComponent,
]);

let world: Promise<void> | undefined;

/** Loads the outlines of the countries, each named by its ISO 3166-1 numeric code; once. */
export function registerWorld(): Promise<void> {
  world ??= load();
  return world;
}

async function load(): Promise<void> {
  const [{ feature }, atlas] = await Promise.all([
    import('topojson-client'),
    import('world-atlas/countries-110m.json'),
  ]);
  const topology = atlas.default as unknown as Parameters<typeof feature>[0];
  const countries = topology.objects['countries'];
  if (!countries) return;
  const shapes = feature(topology, countries);
  const outlines = 'features' in shapes ? shapes.features : [shapes];
  echarts.registerMap('world', worldOf(outlines) as never);
}

export { echarts };
