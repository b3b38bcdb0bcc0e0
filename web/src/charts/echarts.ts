import { BarChart, HeatmapChart, LineChart, MapChart, PieChart } from 'echarts/charts';
import { GeoComponent, GridComponent, LegendComponent, TooltipComponent, VisualMapComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import type * as Topojson from 'topojson-client';

echarts.use([
  BarChart,
  CanvasRenderer,
  GeoComponent,
  GridComponent,
  HeatmapChart,
  LegendComponent,
  LineChart,
  MapChart,
  PieChart,
  TooltipComponent,
  VisualMapComponent,
]);

/** ISO 3166-1 numeric; nobody calls an API server from there, and it takes a fifth of the map. */
const antarctica = '010';

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
  const list = 'features' in shapes ? shapes.features : [shapes];
  const named = list
    .filter((shape) => shape.id !== antarctica)
    .map((shape) => ({ ...shape, geometry: unwrap(shape.geometry), properties: { name: String(shape.id) } }));
  echarts.registerMap('world', { type: 'FeatureCollection', features: named } as never);
}

type Shapes = ReturnType<typeof Topojson.feature>;
type Geometry = Extract<Shapes, { readonly type: 'Feature' }>['geometry'];
type Position = number[];

/** Moves the parts of Russia and Fiji east of 180° beside the rest: drawn as they are, they cross the whole map. */
function unwrap(geometry: Geometry): Geometry {
  if (geometry.type === 'Polygon') return { ...geometry, coordinates: geometry.coordinates.map(unwrapRing) };
  if (geometry.type !== 'MultiPolygon') return geometry;
  return { ...geometry, coordinates: geometry.coordinates.map((rings) => rings.map(unwrapRing)) };
}

function unwrapRing(ring: Position[]): Position[] {
  const crosses = ring.some(
    (point, index) => Math.abs((point[0] ?? 0) - (ring[index - 1]?.[0] ?? point[0] ?? 0)) > 180,
  );
  if (!crosses) return ring;
  return ring.map(([longitude = 0, ...rest]) => [longitude < 0 ? longitude + 360 : longitude, ...rest]);
}

export { echarts };
