import { z } from 'zod';
import { ErrorAnswer } from '../schemas/index.ts';
import type { Route } from './route.ts';

type Json = Readonly<Record<string, unknown>>;

/** A schema that holds itself has a name, by which it is found among those of all calls. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, $defs: __, ...rest } = jsonSchemaOf(schema, io);
  return rest;
}

function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const text = JSON.stringify(z.toJSONSchema(schema, { io, unrepresentable: 'any' }));
  return JSON.parse(text.replaceAll('"#/$defs/', '"#/components/schemas/')) as Record<string, unknown>;
}

function parametersOf(route: Route): Json[] {
  const listed: Json[] = [];
  for (const [place, schema] of [['path', route.params] as const, ['query', route.query] as const]) {
    if (!schema) continue;
    const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
      properties?: Record<string, Json>;
      required?: string[];
    };
    for (const [name, property] of Object.entries(properties)) {
      listed.push({ name, in: place, required: place === 'path' || required.includes(name), schema: property });
    }
  }
  return listed;
}

function operationOf(route: Route): Json {
  const answer = route.answer ? { 'application/json': { schema: schemaOf(route.answer, 'output') } } : undefined;
  return {
    summary: route.summary,
    operationId: `${route.method.toLowerCase()}${route.path.replaceAll(/[^A-Za-z0-9]+(.)?/g, (_, letter?: string) => letter?.toUpperCase() ?? '')}`,
    security: route.access === 'public' ? [] : [{ bearer: [] }, { session: [] }],
    'x-role': route.access,
    ...(route.params || route.query ? { parameters: parametersOf(route) } : {}),
    ...(route.body
      ? { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(route.body, 'input') } } } }
      : {}),
    responses: {
      200: { description: 'Done.', ...(answer ? { content: answer } : {}) },
      default: { $ref: '#/components/responses/Error' },
    },
  };
}

/** The OpenAPI 3.1 document of the routes, from the schemas that validate. */
export function openApiDocument(routes: readonly Route[], version: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method.toLowerCase()] = operationOf(route);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Whodunit',
      version,
      description: 'Self-hosted audit for Kubernetes.',
      license: { name: 'Apache-2.0' },
    },
    paths,
    components: {
      schemas: jsonSchemaOf(ErrorAnswer, 'output')['$defs'],
      responses: {
        Error: {
          description: 'An error.',
          content: { 'application/json': { schema: schemaOf(ErrorAnswer, 'output') } },
        },
      },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'whodunit_session' },
      },
    },
  };
}
