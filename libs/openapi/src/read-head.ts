import { entriesOf, get, isObject, type Json, type JsonObject, listOf, textOf, textsOf } from './json.js';
import type { OperationDefinition, OpenApiLine, SecuritySchemeSummary } from './reference-model.js';
import type { SpecContext } from './spec-context.js';
import { SpecFault } from './spec-fault.js';

const SUPPORTED = 'Gatehouse reads OpenAPI 2.0 (Swagger), 3.0 and 3.1, as JSON or YAML.';

/** Which OpenAPI it is; anything else is `spec.not_openapi`. */
export function readLine(root: Json): { line: OpenApiLine; version: string; root: JsonObject } {
  if (!isObject(root)) throw new SpecFault('spec.not_openapi', `This is no OpenAPI document. ${SUPPORTED}`);
  const version = textOf(get(root, 'openapi') ?? get(root, 'swagger') ?? get(root, 'swaggerVersion')).trim();
  if (version === '') throw new SpecFault('spec.not_openapi', `This document names no OpenAPI version. ${SUPPORTED}`);
  if (Object.hasOwn(root, 'openapi') && /^3\.[01](\.|-|$)/.test(version))
    return { line: version.startsWith('3.0') ? '3.0' : '3.1', version, root };
  if (Object.hasOwn(root, 'swagger') && /^2(\.0)?$/.test(version)) return { line: '2.0', version, root };
  throw new SpecFault('spec.not_openapi', `This document says version ${version.slice(0, 40)}. ${SUPPORTED}`);
}

/** The addresses of 3.x servers, variables replaced by their defaults. */
export function readServers(servers: Json | undefined): string[] {
  return listOf(servers).flatMap((server) => {
    const url = textOf(get(server, 'url'));
    const variables = get(server, 'variables');
    const filled = url.replace(/\{([^{}]{1,100})\}/g, (whole, name: string) => {
      return textOf(get(get(variables, name), 'default')) || whole;
    });
    return filled === '' ? [] : [filled];
  });
}

/** The addresses of a 2.0 document: every scheme with host and base path. */
export function readServersV2(root: JsonObject): string[] {
  const host = textOf(get(root, 'host'));
  const basePath = textOf(get(root, 'basePath'));
  if (host === '') return basePath === '' ? [] : [basePath];
  const schemes = textsOf(get(root, 'schemes'));
  return (schemes.length > 0 ? schemes : ['https']).map((scheme) => `${scheme}://${host}${basePath}`);
}

export function readSecurity(security: Json | undefined): OperationDefinition['security'] {
  return listOf(security).map((requirement) =>
    entriesOf(requirement).map(([scheme, scopes]) => ({ scheme, scopes: textsOf(scopes) })),
  );
}

export function readSecuritySchemes(context: SpecContext): SecuritySchemeSummary[] {
  const { root } = context;
  const schemes = get(root, 'securityDefinitions') ?? get(get(root, 'components'), 'securitySchemes');
  return entriesOf(schemes).flatMap(([name, raw]) => {
    const resolved = context.resolve(raw, `securitySchemes/${name}`);
    if (resolved.kind !== 'local') return [];
    const { value } = resolved;
    const type = textOf(get(value, 'type'));
    const summary: SecuritySchemeSummary = { name, type, description: textOf(get(value, 'description')) };
    if (type === 'apiKey') Object.assign(summary, { in: textOf(value.in), parameterName: textOf(value.name) });
    if (type === 'http') summary.scheme = textOf(value.scheme).toLowerCase();
    return [summary];
  });
}

export function readTags(tags: Json | undefined): { name: string; description: string }[] {
  return listOf(tags).flatMap((tag) => {
    const name = textOf(get(tag, 'name'));
    return name === '' ? [] : [{ name, description: textOf(get(tag, 'description')) }];
  });
}
