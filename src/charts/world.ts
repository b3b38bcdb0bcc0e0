/** Outlines of countries, as far as they are changed here (GeoJSON). */
export interface Outline {
  readonly id?: string | number | undefined;
  readonly geometry: Geometry;
}

type Ring = readonly (readonly number[])[];
type Geometry =
  | { readonly type: 'Polygon'; readonly coordinates: readonly Ring[] }
  | { readonly type: 'MultiPolygon'; readonly coordinates: readonly (readonly Ring[])[] }
  | { readonly type: string };

/** ISO 3166-1 numeric; nobody calls an API server from there, and it takes a fifth of the map. */
const antarctica = '010';

/** The map `world` for ECharts, of which each country is named by its ISO 3166-1 numeric code, from outlines with these as ids. */
export function worldOf(outlines: readonly Outline[]): object {
  const features = outlines
    .filter(({ id }) => id !== antarctica)
    .map((outline) => ({
      ...outline,
      geometry: unwrap(outline.geometry),
      properties: { name: String(outline.id) },
    }));
  return { type: 'FeatureCollection', features };
}

/** Moves the parts of Russia and Fiji east of 180° beside the rest: drawn as they are, they cross the whole map. */
function unwrap(geometry: Geometry): Geometry {
  if (isPolygon(geometry)) return { ...geometry, coordinates: geometry.coordinates.map(unwrapRing) };
  if (!isMultiPolygon(geometry)) return geometry;
  return { ...geometry, coordinates: geometry.coordinates.map((rings) => rings.map(unwrapRing)) };
}

function isPolygon(geometry: Geometry): geometry is Extract<Geometry, { type: 'Polygon' }> {
  return geometry.type === 'Polygon';
}

function isMultiPolygon(geometry: Geometry): geometry is Extract<Geometry, { type: 'MultiPolygon' }> {
  return geometry.type === 'MultiPolygon';
}

function unwrapRing(ring: Ring): Ring {
  const crosses = ring.some(
    (point, index) => Math.abs((point[0] ?? 0) - (ring[index - 1]?.[0] ?? point[0] ?? 0)) > 180,
  );
  if (!crosses) return ring;
  return ring.map(([longitude = 0, ...rest]) => [longitude < 0 ? longitude + 360 : longitude, ...rest]);
}
