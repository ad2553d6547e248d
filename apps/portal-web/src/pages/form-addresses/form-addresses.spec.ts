import 'reflect-metadata';
import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { developerControllers } from '../developer-controllers.js';
import { publisherControllers } from '../publisher-controllers.js';
import { SessionController } from '../session/session.controller.js';
import { FormAddressesController } from './form-addresses.controller.js';

function addresses(method: RequestMethod): string[] {
  const controllers: Type[] = [
    FormAddressesController,
    SessionController,
    ...developerControllers,
    ...publisherControllers,
  ];
  return controllers.flatMap((controller) =>
    Object.values(Object.getOwnPropertyDescriptors(controller.prototype))
      .map(({ value }) => value as object)
      .filter((handler) => typeof handler === 'function' && Reflect.getMetadata(METHOD_METADATA, handler) === method)
      .flatMap((handler) => Reflect.getMetadata(PATH_METADATA, handler) as string | string[])
      .map((path) => `/${String(Reflect.getMetadata(PATH_METADATA, controller))}/${path}`.replaceAll(/\/+/g, '/'))
      .map((path) => path.replaceAll(/:\w+/g, ':').replace(/(?<=.)\/$/, '')),
  );
}

it('gives every address that a form is sent to something to show when it is opened again', () => {
  const shown = new Set(addresses(RequestMethod.GET));
  const sent = addresses(RequestMethod.POST);
  expect(sent.length).toBeGreaterThan(20);
  expect(sent.filter((address) => !shown.has(address))).toEqual([]);
});
