import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

/** The API's own OpenAPI document, made from the controllers and DTOs. */
export function openApiDocument(app: NestFastifyApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Gatehouse API')
    .setVersion('1')
    .setDescription('The catalogue, its plans, applications, keys, gateways and usage. The portal does nothing else.')
    .addBearerAuth()
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}.${method}`,
  });
  return { ...document, paths: sorted(document.paths), components: sortedSchemas(document.components) };
}

function sortedSchemas(components: OpenAPIObject['components']): OpenAPIObject['components'] {
  return { ...components, schemas: sorted(components?.schemas ?? {}) };
}

/** By name, so that the order of the modules does not show. */
function sorted<T>(entries: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Serves the document at /openapi.json, made once. */
export function serveOpenApiDocument(app: NestFastifyApplication): void {
  let text: string | undefined;
  app
    .getHttpAdapter()
    .getInstance()
    .get('/openapi.json', (_request: unknown, reply: FastifyReply) => {
      text ??= JSON.stringify(openApiDocument(app));
      return reply.type('application/json').header('cache-control', 'public, max-age=300').send(text);
    });
}
