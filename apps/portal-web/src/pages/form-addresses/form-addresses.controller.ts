import { Controller, Get, Param } from '@nestjs/common';
import { Redirect } from '../../http/page.js';
import { link } from '../../view/helpers.js';

/**
 * A form that was refused leaves the browser at the address that it was sent to. Where that address shows nothing of
 * its own, opening it again leads to the page that has the form.
 */
@Controller()
export class FormAddressesController {
  @Get('sign-out')
  signOut(): Redirect {
    return new Redirect('/');
  }

  @Get(['console/end', 'console/forget'])
  console(): Redirect {
    return new Redirect('/');
  }

  @Get('approvals/:id')
  approval(): Redirect {
    return new Redirect('/approvals');
  }

  @Get(['publish', 'undeprecate', 'deployments'].map((step) => `publish/:slug/:version/${step}`))
  step(@Param('slug') slug: string, @Param('version') version: string): Redirect {
    return new Redirect(link('publish', slug, version, 'review'));
  }

  @Get('publish/:slug/:version/proposal/publish')
  proposal(@Param('slug') slug: string, @Param('version') version: string): Redirect {
    return new Redirect(link('publish', slug, version, 'proposal'));
  }

  @Get('publish/:slug/:version/callers/announce')
  announcement(@Param('slug') slug: string, @Param('version') version: string): Redirect {
    return new Redirect(link('publish', slug, version, 'callers'));
  }

  @Get(
    ['lifecycle/deprecate', 'lifecycle/drop', 'brownouts', 'brownouts/:id/cancel'].map(
      (step) => `publish/:slug/:version/${step}`,
    ),
  )
  lifecycle(@Param('slug') slug: string, @Param('version') version: string): Redirect {
    return new Redirect(link('publish', slug, version, 'lifecycle'));
  }

  @Get('publish/:slug/plans/:plan/archive')
  plan(@Param('slug') slug: string, @Param('plan') plan: string): Redirect {
    return new Redirect(link('publish', slug, 'plans', plan, 'edit'));
  }

  @Get(['teams/:id/members', 'teams/:id/members/:userId', 'teams/:id/members/:userId/remove'])
  team(@Param('id') id: string): Redirect {
    return new Redirect(link('teams', id));
  }

  @Get('applications/:id/subscriptions/:subscriptionId/plan')
  subscription(@Param('id') id: string, @Param('subscriptionId') subscriptionId: string): Redirect {
    return new Redirect(link('applications', id, 'subscriptions', subscriptionId));
  }

  @Get('applications/:id/keys/:keyId/stored')
  application(@Param('id') id: string): Redirect {
    return new Redirect(link('applications', id));
  }

  @Get(['admin/gateways/:id/check', 'admin/gateways/:id/sweep'])
  gateway(@Param('id') id: string): Redirect {
    return new Redirect(link('admin', 'gateways', id));
  }

  @Get('admin/gateways/:id/drift/decide')
  drift(@Param('id') id: string): Redirect {
    return new Redirect(link('admin', 'gateways', id, 'drift'));
  }

  @Get('admin/gateways/:id/adoption/:adoptionId/apply')
  adoption(@Param('id') id: string): Redirect {
    return new Redirect(link('admin', 'gateways', id, 'adoption'));
  }
}
