import { createHash } from 'node:crypto';

/**
 * The access code of the pre-function plugin that replaces a presented API key by its lower-case hex SHA-1 before
 * key-auth looks it up, so that the gateway's database holds digests only. It runs in Kong's default sandbox.
 *
 * - The header is read the way key-auth reads it (the same call with the same cap on the number of headers), so there is
 *   no request in which key-auth sees a value that the snippet did not see. A digest that somebody presents as a key is
 *   digested again and therefore refused.
 * - Without the header there is nothing to do. With the header given twice the value is a table; it is left alone,
 *   because key-auth refuses duplicates by itself.
 * - SHA-1 because it is what that sandbox offers. A key has more than 200 random bits, so neither a collision nor a
 *   reversed digest helps anybody.
 */
export const DIGEST_SNIPPET = `local key = kong.request.get_headers()["apikey"]
if type(key) == "string" then
  kong.service.request.set_header("apikey", (ngx.sha1_bin(key):gsub(".", function(c) return string.format("%02x", string.byte(c)) end)))
end`;

/** SHA-256 of the snippet in lower-case hex: the mark by which a gateway recognises it. */
const DIGEST_SNIPPET_SHA256 = sha256(DIGEST_SNIPPET);

/** The form that the recorded Kong ran. It does the same to a header that is given once. */
const RECORDED_SNIPPET_SHA256 = 'c69b2545b315512f5f05c509d57a6a58594cda2b80cb637ced5266edee0cd9f5';

/** True when the code is exactly our snippet, in its present or its recorded form. */
export function isDigestSnippet(code: unknown): boolean {
  return typeof code === 'string' && [DIGEST_SNIPPET_SHA256, RECORDED_SNIPPET_SHA256].includes(sha256(code));
}

/** What the snippet makes of a presented key. Lua's strings are bytes, and so are the header's here. */
export function digestAsSnippet(key: string): string {
  return createHash('sha1').update(key, 'latin1').digest('hex');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
