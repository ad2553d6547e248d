import { entriesOf, get, isObject, type Json, type JsonObject, listOf, textOf, textsOf } from './json.js';
import type {
  ExternalDocs,
  OpenApiLine,
  OperationDefinition,
  SecurityFlow,
  SecuritySchemeSummary,
  ServerModel,
  SpecReading,
} from './reference-model.js';
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

/** The servers of 3.x, variables replaced by their defaults. */
export function readServers(servers: Json | undefined): ServerModel[] {
  return listOf(servers).flatMap((server) => {
    const template = textOf(get(server, 'url'));
    const variables = get(server, 'variables');
    const url = template.replace(/\{([^{}]{1,100})\}/g, (whole, name: string) => {
      return textOf(get(get(variables, name), 'default')) || whole;
    });
    if (url === '') return [];
    const description = textOf(get(server, 'description'));
    const names = entriesOf(variables);
    return [
      {
        url,
        ...(description === '' ? {} : { description }),
        ...(names.length === 0 ? {} : { template, variables: names.map(([name, raw]) => readVariable(name, raw)) }),
      },
    ];
  });
}

function readVariable(name: string, raw: Json): NonNullable<ServerModel['variables']>[number] {
  const values = textsOf(get(raw, 'enum'));
  return { name, default: textOf(get(raw, 'default')), enum: values, description: textOf(get(raw, 'description')) };
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
    if (type === 'http')
      Object.assign(summary, { scheme: textOf(value.scheme).toLowerCase() }, texts(value, HTTP_WORDS));
    if (type === 'openIdConnect') Object.assign(summary, texts(value, OPENID_WORDS));
    if (type === 'oauth2') summary.flows = readFlows(value);
    return [summary];
  });
}

const HTTP_WORDS = ['bearerFormat'];
const OPENID_WORDS = ['openIdConnectUrl'];
const FLOW_WORDS = ['authorizationUrl', 'tokenUrl', 'refreshUrl'];
/** The names that 2.0 gives to flows, and those of 3.x. */
const FLOWS = new Map([
  ['application', 'clientCredentials'],
  ['accessCode', 'authorizationCode'],
]);

function readFlows(scheme: JsonObject): SecurityFlow[] {
  const flow = textOf(get(scheme, 'flow'));
  const flows: [string, Json][] = flow === '' ? entriesOf(get(scheme, 'flows')) : [[FLOWS.get(flow) ?? flow, scheme]];
  return flows
    .filter(([name]) => !name.startsWith('x-'))
    .map(([name, raw]) => ({
      flow: name,
      ...texts(raw, FLOW_WORDS),
      scopes: entriesOf(get(raw, 'scopes')).map(([scope, meaning]) => ({ name: scope, description: textOf(meaning) })),
    }));
}

/** Of these words those that are there. */
function texts(value: Json, words: readonly string[]): Record<string, string> {
  return Object.fromEntries(words.map((word) => [word, textOf(get(value, word))]).filter(([, text]) => text !== ''));
}

/** `externalDocs` of the value, where it has an address; ready to be spread into what it belongs to. */
export function readExternalDocs(value: Json | undefined): { externalDocs?: ExternalDocs } {
  const docs = get(value, 'externalDocs');
  const url = textOf(get(docs, 'url'));
  return url === '' ? {} : { externalDocs: { url, description: textOf(get(docs, 'description')) } };
}

export function readTags(tags: Json | undefined): SpecReading['tags'] {
  return listOf(tags).flatMap((tag) => {
    const name = textOf(get(tag, 'name'));
    return name === '' ? [] : [{ name, description: textOf(get(tag, 'description')), ...readExternalDocs(tag) }];
  });
}
