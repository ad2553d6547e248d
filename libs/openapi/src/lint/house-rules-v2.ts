import type { UserContext } from '@redocly/openapi-core';
import { get, type Json, listOf } from '../json.js';
import { ERROR_STATUS, hasExample, hasMembers, JSON_TYPE, shapeless, SUCCESS_STATUS } from './answers.js';

/** In 2.0 media types stand with the operation or with the document; where none stand, JSON is meant. */
class MediaTypes {
  private ofDocument: Json | undefined;
  private ofOperation: Json | undefined;

  constructor(private readonly member: 'consumes' | 'produces') {}

  readonly Root = (root: unknown): void => {
    this.ofDocument = get(root as Json, this.member);
  };

  readonly Operation = {
    enter: (operation: unknown): void => {
      this.ofOperation = get(operation as Json, this.member);
    },
    leave: (): void => {
      this.ofOperation = undefined;
    },
  };

  get hasJson(): boolean {
    const types = listOf(this.ofOperation ?? this.ofDocument);
    return types.length === 0 || types.some((type) => JSON_TYPE.test(String(type)));
  }
}

export const errorShapeV2 = () => {
  const produced = new MediaTypes('produces');
  return {
    Root: produced.Root,
    Operation: produced.Operation,
    Response(response: unknown, { report, location, key, resolve }: UserContext) {
      const schema = get(response as Json, 'schema');
      if (!ERROR_STATUS.test(String(key)) || schema === undefined || !produced.hasJson) return;
      if (!hasMembers(schema, resolve)) report({ message: shapeless(key), location: location.child(['schema']).key() });
    },
  };
};

export const examplesPresentV2 = () => {
  const consumed = new MediaTypes('consumes');
  const produced = new MediaTypes('produces');
  const missing = (what: string, { report, location }: UserContext): void =>
    report({ message: `${what} has no example.`, location: location.child(['schema']).key() });
  return {
    Root(root: unknown) {
      consumed.Root(root);
      produced.Root(root);
    },
    Operation: {
      enter(operation: unknown) {
        consumed.Operation.enter(operation);
        produced.Operation.enter(operation);
      },
      leave() {
        consumed.Operation.leave();
        produced.Operation.leave();
      },
    },
    Parameter(parameter: unknown, context: UserContext) {
      if (get(parameter as Json, 'in') !== 'body' || !consumed.hasJson) return;
      if (!hasExample(parameter as Json, context.resolve)) missing('This request body', context);
    },
    Response(response: unknown, context: UserContext) {
      if (!SUCCESS_STATUS.test(String(context.key)) || !produced.hasJson) return;
      if (!hasExample(response as Json, context.resolve)) missing(`The answer \`${String(context.key)}\``, context);
    },
  };
};
