import { createHash } from 'node:crypto';

/**
 * Lua that Kong's pre-function plugin runs before key-auth: it puts the SHA-1 of the presented key where the key was,
 * so that Kong looks up a digest and nobody's key stands in its database.
 *
 * - The header is read the way key-auth reads it (the same call with the same cap on the number of headers), so there is
 *   no request in which key-auth sees a value that the snippet did not see. A digest that somebody presents as a key is
 *   digested again and therefore refused.
 * - Without the header there is nothing to do. With the header given twice the value is a table; it is left alone,
 *   because key-auth refuses duplicates by itself.
 * - SHA-1 because it is what Kong's default sandbox offers without a changed setting. A key has more than 200 random
 *   bits, so neither a collision nor a reversed digest helps anybody.
 */
export const DIGEST_SNIPPET = `local presented = kong.request.get_headers()["apikey"]
if type(presented) == "string" then
  kong.service.request.set_header("apikey", (ngx.sha1_bin(presented):gsub(".", function(byte) return string.format("%02x", string.byte(byte)) end)))
end
`;

/** SHA-256 (hex) of the snippet's text: the mark by which a gateway recognises it. */
export const digestSnippetSha256 = createHash('sha256').update(DIGEST_SNIPPET).digest('hex');
