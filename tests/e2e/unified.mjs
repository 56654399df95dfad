// Signing in with the unified identity, in a real browser: over to the provider and back, with the cookies a browser sends.

import { check, launch, origin, step } from "./driver.mjs";

const browser = await launch();
const page = await (await browser.newContext({ locale: "zh-CN" })).newPage();
const faults = [];
const ours = (address) => address.startsWith(origin);
page.on("pageerror", (error) => { if (ours(page.url())) faults.push(error.message); });
page.on("console", (message) => {
  if (message.type() === "error" && ours(message.location().url)) faults.push(message.text());
});

async function signInThere() {
  await page.locator("input[name=account]").fill(process.env.YIDI_ACCOUNT);
  await page.getByRole("button", { name: "登录" }).click();
}

step("the page leads to the provider");
await page.goto(`${origin}/login`);
await page.getByRole("link", { name: "统一身份认证登录" }).click();
check(!page.url().startsWith(origin), `elsewhere: ${page.url()}`);

step("and the provider leads back to the desk");
await signInThere();
await page.waitForURL(`${origin}/desk`);
const session = await page.evaluate(async () => (await fetch("/api/v1/session")).json());
check(session.account === process.env.YIDI_ACCOUNT && session.by === "provider", JSON.stringify(session));
const kept = (await page.context().cookies(origin)).filter((cookie) => cookie.name.startsWith("yidi"));
check(kept.find((cookie) => cookie.name === "yidi")?.sameSite === "Strict", JSON.stringify(kept));
check(!kept.some((cookie) => cookie.name === "yidi-round"), "nothing of the round is left");

step("who sits there is proved again there");
await page.goto(`${origin}/proof`);
await page.getByRole("link", { name: "用统一身份认证验证" }).click();
await signInThere();
await page.waitForURL(`${origin}/desk`);
const proved = await page.evaluate(async () => (await fetch("/api/v1/session")).json());
check(proved.session === session.session && proved.proved, JSON.stringify(proved));

await browser.close();
check(faults.length === 0, faults.join("\n"));
