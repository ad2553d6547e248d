import { AccountController } from './account/account.controller.js';
import { ApplicationController } from './application/application.controller.js';
import { ApplicationsController } from './application/applications.controller.js';
import { KeysController } from './application/keys.controller.js';
import { SubscriptionController } from './application/subscription.controller.js';
import { ChangesController } from './changes/changes.controller.js';
import { DocumentController } from './document/document.controller.js';
import { GetKeyController } from './get-key/get-key.controller.js';
import { HomeController } from './home/home.controller.js';
import { LlmsController } from './llms/llms.controller.js';
import { ConsoleController } from './operation/console.controller.js';
import { ConsoleSessionController } from './operation/console-session.controller.js';
import { OperationController } from './operation/operation.controller.js';
import { SchemaController } from './schema/schema.controller.js';
import { SearchController } from './search/search.controller.js';
import { ServiceController } from './service/service.controller.js';
import { TagController } from './tag/tag.controller.js';
import { UsageController } from './usage/usage.controller.js';

/** The pages of the catalogue and of those who call what is in it. */
export const developerControllers = [
  HomeController,
  GetKeyController,
  ChangesController,
  SearchController,
  ServiceController,
  LlmsController,
  TagController,
  SchemaController,
  DocumentController,
  ConsoleController,
  ConsoleSessionController,
  OperationController,
  ApplicationsController,
  ApplicationController,
  KeysController,
  SubscriptionController,
  UsageController,
  AccountController,
];
