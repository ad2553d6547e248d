import { createHash } from 'node:crypto';
import { parse } from 'yaml';
import type { AdminResponse } from './admin-exchange.js';
import type { EntityChange } from './entity-store.js';
import { KongAdminModel } from './kong-admin-model.js';
import type { JsonObject } from './violations.js';

const A = '11111111-1111-4111-8111-111111111111';
const B = '22222222-2222-4222-8222-222222222222';
const NOWHERE = '33333333-3333-4333-8333-333333333333';

describe('/config of the model without a database', () => {
  let model: KongAdminModel;

  beforeEach(() => {
    model = new KongAdminModel({ database: 'off' });
  });

  function send(method: string, path: string, body?: JsonObject | string): AdminResponse {
    const isText = typeof body === 'string';
    const headers = { 'content-type': isText ? 'text/yaml' : 'application/json' };
    return model.handle({ method, path, headers, body: isText ? body : body ? JSON.stringify(body) : '' });
  }
  const load = (lists: JsonObject, query = '') => send('POST', `/config${query}`, { _format_version: '3.0', ...lists });
  const refused = (lists: JsonObject, query = '') => {
    const { status, body } = load(lists, query);
    expect([status, body?.['code']]).toEqual([400, 14]);
    return body as { fields: JsonObject; flattened_errors: JsonObject[] };
  };
  const hash = () => send('GET', '/status').body?.['configuration_hash'];
  const names = (kind: 'services' | 'consumers') =>
    Array.from(model.all(kind), (one) => one['name'] ?? one['username']);

  it('says that nothing is new only to a document in a string, and only when it was asked to look', () => {
    expect(hash()).toBe('0'.repeat(32));
    const config = JSON.stringify({ _format_version: '3.0', services: [{ name: 'a', host: 'a.test' }] });
    expect(send('POST', '/config?check_hash=1', { config }).status).toBe(201);
    expect(hash()).toBe(createHash('md5').update(config).digest('hex'));
    expect(send('POST', '/config?check_hash=1', { config })).toEqual({ status: 304, headers: {} });
    expect(send('POST', '/config', { config }).status).toBe(201);
    expect(send('POST', '/config?check_hash=1', { config: `${config} ` }).status).toBe(201);
    const asObject = JSON.parse(config) as JsonObject;
    expect([1, 2].map(() => send('POST', '/config?check_hash=1', asObject).status)).toEqual([201, 201]);
  });

  it('replaces everything, or nothing when one entity is wrong', () => {
    load({ services: [{ name: 'a', host: 'a.test' }], consumers: [{ username: 'app' }] });
    const before = [JSON.stringify(model), hash()];
    refused({ services: [{ name: 'b', host: 'b.test' }, { name: 'c' }] });
    expect([JSON.stringify(model), hash()]).toEqual(before);
    load({ services: [{ name: 'b', host: 'b.test' }] });
    expect([names('services'), names('consumers')]).toEqual([['b'], []]);
  });

  it('reads flat entities that refer to others by id, by name and as an object', () => {
    const service = { id: A, name: 'a', host: 'a.test' };
    const routes = [A, 'a', { id: A }].map((reference, n) => ({ name: `r${n}`, paths: [`/${n}`], service: reference }));
    const keyauth_credentials = [{ id: B, key: 'k', consumer: 'app', tags: ['t'] }];
    const plugins = [{ name: 'key-auth', service: 'a', route: 'r0' }];
    const { status } = load({
      routes,
      plugins,
      keyauth_credentials,
      services: [service],
      consumers: [{ username: 'app' }],
    });
    expect(status).toBe(201);
    expect(Array.from(model.all('routes'), (route) => route['service'])).toEqual([{ id: A }, { id: A }, { id: A }]);
    expect(model.credentialByKey('k')).toMatchObject({ id: B, tags: ['t'] });
    expect(send('GET', '/services/a/plugins').body).toMatchObject({ data: [{ name: 'key-auth' }] });
  });

  it('takes back what it gives, as YAML and as a string', () => {
    const plugins = [{ name: 'rate-limiting', config: { minute: 2 } }];
    const services = [
      { name: 'yes', host: 'a.test', tags: ['no', '1'], routes: [{ name: 'r', paths: ['/a'] }], plugins },
    ];
    load({ services, consumers: [{ username: 'app', acls: [{ group: 'g' }], keyauth_credentials: [{ key: 'k' }] }] });
    const [state, config] = [JSON.stringify(model), send('GET', '/config').body?.['config'] as string];
    expect(parse(config)).toMatchObject({ acls: [{ consumer: model.consumerByName('app')?.id }] });
    expect([send('POST', '/config', config).status, JSON.stringify(model)]).toEqual([201, state]);
    expect([send('POST', '/config', { config }).status, JSON.stringify(model)]).toEqual([201, state]);
  });

  it('tells of each entity what is wrong, the inner before the outer, with the whole path of a field', () => {
    const plugins = [{ name: 'rate-limiting', id: B, tags: ['t'], config: { minute: -1, second: 0 } }];
    const services = [
      { name: 'fine', host: 'a.test' },
      { id: A, name: 'bad', plugins },
    ];
    const { flattened_errors: flattened, fields } = refused({ services }, '?flatten_errors=1');
    expect(fields).toEqual({});
    expect(flattened).toEqual([
      {
        entity_type: 'plugin',
        entity_name: 'rate-limiting',
        entity_id: B,
        entity_tags: ['t'],
        entity: { ...plugins[0], service: { id: A } },
        errors: [
          { type: 'field', field: 'config.second', message: 'value must be greater than 0' },
          { type: 'field', field: 'config.minute', message: 'value must be greater than 0' },
        ],
      },
      {
        entity_type: 'service',
        entity_name: 'bad',
        entity_id: A,
        entity: { id: A, name: 'bad' },
        errors: [{ type: 'field', field: 'host', message: 'required field missing' }],
      },
    ]);
  });

  it('tells what is wrong with an entity as a whole', () => {
    const { flattened_errors: flattened } = refused({ consumers: [{ tags: ['t'] }] }, '?flatten_errors=1');
    const message = "at least one of these fields must be non-empty: 'custom_id', 'username'";
    expect(flattened).toMatchObject([{ entity_type: 'consumer', errors: [{ type: 'entity', message }] }]);
  });

  it('names references that lead nowhere by the name or id of who refers, and loses them in the flattened form', () => {
    const routes = [{ name: 'r', paths: ['/a'], service: 'none' }];
    const keyauth_credentials = [{ id: B, key: 'k', consumer: { id: NOWHERE } }];
    const acls = [{ id: A, group: 'g', consumer: 'nobody' }];
    const lists = { routes, keyauth_credentials, acls };
    expect(refused(lists).fields).toEqual({
      routes: { r: ["invalid reference 'service: none' (no such entry in 'services')"] },
      keyauth_credentials: { k: [`invalid reference 'consumer: ${NOWHERE}' (no such entry in 'consumers')`] },
      acls: { [A]: ["invalid reference 'consumer: nobody' (no such entry in 'consumers')"] },
    });
    expect(refused(lists, '?flatten_errors=1')).toMatchObject({ fields: {}, flattened_errors: [] });
  });

  it('refuses ids and names that are taken twice', () => {
    const consumers = [{ username: 'a' }, { username: 'a' }];
    const services = [A, A].map((id, n) => ({ id, name: `s${n}`, host: 'a.test' }));
    expect(refused({ consumers, services }).fields).toEqual({
      consumers: [null, "uniqueness violation: 'consumers' entity with username set to 'a' already declared"],
      services: [null, `uniqueness violation: 'services' entity with primary key set to '${A}' already declared`],
    });
    const { flattened_errors: flattened } = refused({ services }, '?flatten_errors=1');
    expect(flattened).toMatchObject([{ entity_name: 's1', errors: [{ type: 'entity' }] }]);
  });

  it('lets two entities swap their names, and tells its listeners', () => {
    const services = (first: string, second: string) => [
      { id: A, name: first, host: 'a.test' },
      { id: B, name: second, host: 'a.test' },
    ];
    load({ services: services('x', 'y') });
    const changes: EntityChange[] = [];
    model.onChange((change) => changes.push(change));
    load({ services: services('y', 'x') });
    expect(changes.map(({ before, after }) => `${String(before?.['name'])}${String(after?.['name'])}`)).toEqual([
      'xy',
      'yx',
    ]);
    expect(['x', 'y'].map((name) => send('GET', `/services/${name}`).body?.['id'])).toEqual([B, A]);
  });

  it('refuses single writes by id in other words than by name', () => {
    const words = (method: string, path: string) => {
      const { status, body } = send(method, path, {});
      return [status, body?.['code'], body?.['message']];
    };
    expect(words('PUT', `/consumers/${A}`)).toEqual([
      405,
      12,
      "cannot create or update 'consumers' entities when not using a database",
    ]);
    expect(words('DELETE', `/plugins/${A}`)).toEqual([
      405,
      12,
      "cannot remove 'plugins' entities when not using a database",
    ]);
  });

  it.each([
    ['a list that is none', { services: {} }, { services: 'expected an array' }],
    ['a kind that is unknown', { gizmos: [] }, { gizmos: 'unknown field' }],
    ['an entity that is none', { services: ['a'] }, { services: ['expected a record'] }],
    ['another version', { _format_version: '4.0' }, { _format_version: 'expected one of: 1.1, 2.1, 3.0' }],
    [
      'an id that is none',
      { consumers: [{ id: 'x', username: 'a' }] },
      { consumers: [{ id: 'expected a valid UUID' }] },
    ],
  ])('refuses %s', (_case, lists, fields) => {
    expect(refused(lists).fields).toEqual(fields);
  });

  it('refuses text that is neither YAML nor JSON', () => {
    expect(send('POST', '/config', 'a: [').body).toMatchObject({ code: 14, fields: { error: expect.any(String) } });
    expect(send('POST', '/config', { config: '{' }).body).toMatchObject({
      code: 14,
      fields: { error: expect.any(String) },
    });
  });
});
