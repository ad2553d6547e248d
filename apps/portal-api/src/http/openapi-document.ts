import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

/** The API's own OpenAPI document, made from the controllers and DTOs. */
export function openApiDocument(app: NestFastifyApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Gatehouse API')
    .setVersion('1')
    .setDescription('The catalogue, its plans, applications, keys, gateways and usage. The portal does nothing else.')
    .addBearerAuth()
    .build();
  return SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}.${method}`,
  });
}

/** Serves the document at /openapi.json, made once. */
export function serveOpenApiDocument(app: NestFastifyApplication): void {
  let text: string | undefined;
  app
    .getHttpAdapter()
    .getInstance()
    .get('/openapi.json', (_request: unknown, reply: { type(t: string): { send(b: string): unknown } }) => {
      text ??= JSON.stringify(openApiDocument(app));
      return reply.type('application/json').send(text);
    });
}
