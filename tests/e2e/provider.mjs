// A real provider of identities (oidc-provider, certified by the OpenID Foundation) with people who exist nowhere; and, when
// it is told to, one that lies: it puts another token in the place of the one it made. Installed by `cargo xtask test`.

import { createHmac, createSign, generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import path from "node:path";
import { pathToFileURL } from "node:url";

const { YIDI_PROVIDER, YIDI_PORT, YIDI_RETURN, YIDI_SECRET, YIDI_PEOPLE, YIDI_CLAIMS } = process.env;
const { default: Provider } = await import(pathToFileURL(path.join(YIDI_PROVIDER, "node_modules/oidc-provider/lib/index.js")));

const issuer = `http://127.0.0.1:${YIDI_PORT}`;
const people = JSON.parse(YIDI_PEOPLE);
const keyPair = () => generateKeyPairSync("rsa", { modulusLength: 2048 });
const [own, foreign] = [keyPair(), keyPair()];
const kid = "of-the-tests";

const provider = new Provider(issuer, {
  clients: [{ client_id: "yidi", client_secret: YIDI_SECRET, redirect_uris: [YIDI_RETURN], grant_types: ["authorization_code"] }],
  jwks: { keys: [{ ...own.privateKey.export({ format: "jwk" }), kid, use: "sig", alg: "RS256" }] },
  cookies: { keys: ["a key of the tests"] },
  pkce: { required: () => true },
  // Whether claims about a person stand in the token, or only where the provider is asked for them.
  conformIdTokenClaims: YIDI_CLAIMS === "userinfo",
  claims: { openid: ["sub", "acr", "amr"], staff: ["staff_id", "groups"] },
  scopes: ["openid", "staff"],
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, staff_id: id, groups: people[id]?.groups ?? [] }) }),
  async loadExistingGrant(ctx) {
    const { client, session } = ctx.oidc;
    const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
    grant.addOIDCScope("openid staff");
    await grant.save();
    return grant;
  },
});

const encoded = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

function signed(claims, header = { alg: "RS256", kid }, key = own.privateKey) {
  const input = `${encoded(header)}.${encoded(claims)}`;
  return `${input}.${createSign("RSA-SHA256").update(input).sign(key, "base64url")}`;
}

/** What a lie makes of the claims of a genuine token. */
const lies = {
  audience: (claims) => signed({ ...claims, aud: "another-center" }),
  issuer: (claims) => signed({ ...claims, iss: "http://127.0.0.1:1" }),
  expired: (claims) => signed({ ...claims, iat: claims.iat - 7200, exp: claims.iat - 3600 }),
  nonce: (claims) => signed({ ...claims, nonce: "of another round" }),
  no_nonce: ({ nonce, ...claims }) => signed(claims),
  key: (claims) => signed(claims, undefined, foreign.privateKey),
  unknown_key: (claims) => signed(claims, { alg: "RS256", kid: "of nobody" }, foreign.privateKey),
  unsigned: (claims) => `${encoded({ alg: "none" })}.${encoded(claims)}.`,
  by_our_secret: (claims) => {
    const input = `${encoded({ alg: "HS256" })}.${encoded(claims)}`;
    return `${input}.${createHmac("sha256", YIDI_SECRET).update(input).digest("base64url")}`;
  },
  long_ago: (claims) => signed({ ...claims, auth_time: claims.iat - 600 }),
  nobody: ({ staff_id, ...claims }) => signed(claims),
};
let lie = "";

provider.use(async (ctx, next) => {
  await next();
  if (lie && ctx.oidc?.route === "token" && ctx.body?.id_token) {
    const claims = JSON.parse(Buffer.from(ctx.body.id_token.split(".")[1], "base64url"));
    ctx.body = { ...ctx.body, id_token: lies[lie](claims) };
  }
});

async function formOf(request) {
  let text = "";
  for await (const part of request) text += part;
  return new URLSearchParams(text);
}

/** Asks who it is, as the page of a provider does; whoever cancels comes back with an error. */
async function interact(request, response) {
  if (request.method === "GET") {
    await provider.interactionDetails(request, response);
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    return response.end(`<!doctype html><title>统一身份认证（虚构）</title>
      <form method="post"><label>账号 <input name="account"></label><button name="do" value="in">登录</button>
      <button name="do" value="cancel">取消</button></form>`);
  }
  const form = await formOf(request);
  const account = form.get("account") ?? "";
  const said = form.get("do") === "cancel"
    ? { error: "access_denied", error_description: "cancelled" }
    : { login: { accountId: account, amr: people[account]?.amr ?? ["pwd"], remember: false } };
  return provider.interactionFinished(request, response, said, { mergeWithLastSubmission: false });
}

const answer = provider.callback();
createServer(async (request, response) => {
  try {
    if (request.url.startsWith("/interaction/")) return await interact(request, response);
    if (request.url === "/lie") {
      lie = (await formOf(request)).get("lie");
      return response.end(lie);
    }
    return await answer(request, response);
  } catch (error) {
    response.statusCode = 500;
    return response.end(String(error));
  }
}).listen(Number(YIDI_PORT), "127.0.0.1");
