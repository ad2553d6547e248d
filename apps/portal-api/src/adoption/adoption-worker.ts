import type { Provider } from '@nestjs/common';
import { BasePathStore } from '../versions/base-path.store.js';
import { AdoptedAccessStore } from './adopted-access.store.js';
import { AdoptedCatalogueStore } from './adopted-catalogue.store.js';
import { AdoptionJobsStore } from './adoption-jobs.store.js';
import { AdoptionProgressStore } from './adoption-progress.store.js';
import { AdoptionStore } from './adoption.store.js';
import { ApplyAdoption } from './apply-adoption.js';
import { CatalogueFactsStore } from './catalogue-facts.store.js';
import { EndSwitch } from './end-switch.js';
import { FailAdoption } from './fail-adoption.js';
import { GiveUpAdoptions } from './give-up-adoptions.js';
import { MakeAdopted } from './make-adopted.js';
import { PlanOfGateway } from './plan-of-gateway.js';
import { PreviewAdoption } from './preview-adoption.js';
import { ReadGateway } from './read-gateway.js';
import { SwitchAdoption } from './switch-adoption.js';

/** What the worker needs to take over what others have put on a gateway. */
export const ADOPTION_WORKER: Provider[] = [
  AdoptionStore,
  AdoptionJobsStore,
  AdoptionProgressStore,
  AdoptedAccessStore,
  AdoptedCatalogueStore,
  CatalogueFactsStore,
  BasePathStore,
  ReadGateway,
  PlanOfGateway,
  PreviewAdoption,
  ApplyAdoption,
  MakeAdopted,
  SwitchAdoption,
  EndSwitch,
  FailAdoption,
  GiveUpAdoptions,
];
