import { randomToken, sealKey, seal, open, type SealKey, type Secret } from '#platform';
import '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Flash } from '../view/site.js';
import type { Session } from './session.js';

const flashForSeconds = 60;
const formForSeconds = 2 * 60 * 60;
const themeForSeconds = 365 * 24 * 60 * 60;

/** All cookies of the portal. Everything but the theme is sealed: nobody can read, make or change one. */
export class Cookies {
  private readonly keys: { session: SealKey; flash: SealKey; form: SealKey };
  private readonly names: { session: string; flash: string; form: string };
  private readonly secure: boolean;

  /** @param publicUrl decides the names: `__Host-` and Secure everywhere but on this very machine over http */
  constructor(master: Secret, publicUrl: string) {
    this.keys = {
      session: sealKey(master, 'web-session'),
      flash: sealKey(master, 'web-flash'),
      form: sealKey(master, 'web-form'),
    };
    const { protocol, hostname } = new URL(publicUrl);
    this.secure = !(protocol === 'http:' && ['localhost', '127.0.0.1'].includes(hostname));
    const name = this.secure ? '__Host-gatehouse' : 'gatehouse';
    this.names = { session: name, flash: `${name}-flash`, form: `${name}-form` };
  }

  readSession(request: FastifyRequest): Session | undefined {
    return this.read<Session>(request, this.names.session, this.keys.session);
  }

  hasSessionCookie(request: FastifyRequest): boolean {
    return request.cookies[this.names.session] !== undefined;
  }

  writeSession(reply: FastifyReply, session: Session): void {
    const expires = new Date(session.refreshTokenExpiresAtMs);
    reply.setCookie(this.names.session, seal(JSON.stringify(session), this.keys.session), {
      ...this.options(),
      expires,
    });
  }

  clearSession(reply: FastifyReply): void {
    reply.clearCookie(this.names.session, this.options());
  }

  /** The secret behind the forms of a visitor who has no session, made on the first form that is shown. */
  readFormSecret(request: FastifyRequest): string | undefined {
    return this.read<string>(request, this.names.form, this.keys.form);
  }

  startFormSecret(reply: FastifyReply): string {
    const secret = randomToken(32);
    const value = seal(JSON.stringify(secret), this.keys.form);
    reply.setCookie(this.names.form, value, { ...this.options(), maxAge: formForSeconds });
    return secret;
  }

  /** The sentence carried over from the page before; it is shown once. */
  takeFlash(request: FastifyRequest, reply: FastifyReply): Flash | undefined {
    if (request.cookies[this.names.flash] === undefined) return undefined;
    reply.clearCookie(this.names.flash, this.options());
    return this.read<Flash>(request, this.names.flash, this.keys.flash);
  }

  writeFlash(reply: FastifyReply, flash: Flash): void {
    const value = seal(JSON.stringify(flash), this.keys.flash);
    reply.setCookie(this.names.flash, value, { ...this.options(), maxAge: flashForSeconds });
  }

  readTheme(request: FastifyRequest): 'light' | 'dark' | undefined {
    const theme = request.cookies['theme'];
    return theme === 'light' || theme === 'dark' ? theme : undefined;
  }

  writeTheme(reply: FastifyReply, theme: 'light' | 'dark'): void {
    reply.setCookie('theme', theme, { ...this.options(), maxAge: themeForSeconds });
  }

  private options(): { path: string; httpOnly: boolean; sameSite: 'lax'; secure: boolean } {
    return { path: '/', httpOnly: true, sameSite: 'lax', secure: this.secure };
  }

  private read<T>(request: FastifyRequest, name: string, key: SealKey): T | undefined {
    const text = open(request.cookies[name] ?? '', [key]);
    return text === null ? undefined : (JSON.parse(text) as T);
  }
}
