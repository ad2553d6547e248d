/** A document with five operations, none of them remarkable. */
export function fiveOperations(): object {
  const pet = { $ref: '#/components/schemas/Pet' };
  const json = (schema: object) => ({ 'application/json': { schema } });
  const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };
  const answer = { 200: { description: 'Found', content: json(pet) } };
  const operation = (operationId: string, more: object = {}) => ({
    operationId,
    summary: operationId,
    tags: ['pets'],
    responses: answer,
    ...more,
  });
  return {
    openapi: '3.1.0',
    info: { title: 'Pets', version: '1' },
    paths: {
      '/pets': {
        get: operation('listPets', {
          responses: { 200: { description: 'All', content: json({ type: 'array', items: pet }) } },
        }),
        post: operation('createPet', { requestBody: { content: json(pet) } }),
      },
      '/pets/{id}': {
        parameters: [id],
        get: operation('getPet'),
        put: operation('replacePet', { requestBody: { content: json(pet) } }),
        delete: operation('deletePet', { responses: { 204: { description: 'Gone' } } }),
      },
    },
    components: {
      schemas: {
        Pet: { type: 'object', required: ['name'], properties: { id: { type: 'string' }, name: { type: 'string' } } },
      },
    },
  };
}
