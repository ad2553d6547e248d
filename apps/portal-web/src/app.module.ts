import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR } from '@nestjs/core';
import { Health } from '#platform';
import { PortalApi } from './api-client/portal-api.js';
import { ErrorFilter } from './http/error.filter.js';
import { PageInterceptor } from './http/page.interceptor.js';
import { PublicUrl } from './http/public-url.js';
import { Renderer } from './http/renderer.js';
import { WaitingCounts } from './pages/approvals/waiting-counts.js';
import { AssetsController } from './pages/assets/assets.controller.js';
import { developerControllers } from './pages/developer-controllers.js';
import { FormAddressesController } from './pages/form-addresses/form-addresses.controller.js';
import { HealthController } from './pages/health/health.controller.js';
import { publisherControllers } from './pages/publisher-controllers.js';
import { SessionApi } from './pages/session/session.api.js';
import { SessionController } from './pages/session/session.controller.js';
import { ThemeController } from './pages/theme/theme.controller.js';
import { Cookies } from './session/cookies.js';
import { Publishers } from './session/publishers.js';
import { Assets } from './view/assets.js';

/** What is made once at start, before Nest. */
export interface Parts {
  api: PortalApi;
  sessionApi: SessionApi;
  assets: Assets;
  cookies: Cookies;
  health: Health;
  publishers: Publishers;
  publicUrl: PublicUrl;
  renderer: Renderer;
  waitingCounts: WaitingCounts;
}

@Module({})
export class AppModule {
  static with(parts: Parts): DynamicModule {
    return {
      module: AppModule,
      controllers: [
        AssetsController,
        FormAddressesController,
        HealthController,
        SessionController,
        ThemeController,
        ...publisherControllers,
        ...developerControllers,
      ],
      providers: [
        { provide: PortalApi, useValue: parts.api },
        { provide: SessionApi, useValue: parts.sessionApi },
        { provide: Assets, useValue: parts.assets },
        { provide: Cookies, useValue: parts.cookies },
        { provide: Health, useValue: parts.health },
        { provide: Publishers, useValue: parts.publishers },
        { provide: PublicUrl, useValue: parts.publicUrl },
        { provide: Renderer, useValue: parts.renderer },
        { provide: WaitingCounts, useValue: parts.waitingCounts },
        { provide: APP_INTERCEPTOR, useClass: PageInterceptor },
        { provide: APP_FILTER, useClass: ErrorFilter },
      ],
    };
  }
}
