// The browser, and what every page of it must keep to: no request leaves the origin, no error in the console, nothing
// the content security policy had to stop.

import { createRequire } from "node:module";
import { mkdirSync } from "node:fs";
import path from "node:path";

const here = path.dirname(new URL(import.meta.url).pathname);
// Where `cargo xtask test` puts the driver: outside the tree that is committed.
const home = process.env.YIDI_E2E || path.join(here, "../../target/e2e");

export const origin = process.env.YIDI_URL || "http://127.0.0.1:8080";
const shots = process.env.YIDI_SHOTS || "";

/** Everything a page did that it must not do. */
export const faults = [];

/** Fails unless it holds. */
export function check(holds, what) {
  if (!holds) throw new Error(`not so: ${what}`);
}

export function step(what) {
  console.log(`- ${what}`);
}

export async function launch() {
  const { chromium } = createRequire(path.join(home, "package.json"))("playwright-core");
  if (shots) mkdirSync(shots, { recursive: true });
  return chromium.launch({
    executablePath: process.env.YIDI_CHROMIUM || "/usr/bin/chromium",
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync",
    ],
  });
}

function watch(page) {
  page.on("pageerror", (error) => faults.push(`error on ${page.url()}: ${error.message}`));
  page.on("console", (message) => {
    // The browser itself reports every answer that is not 2xx; refusals and conflicts are such answers, and wanted.
    const wanted = /status of 4(03|04|12|15|22|28)/.test(message.text());
    if (["error", "warning"].includes(message.type()) && !wanted) {
      faults.push(`console on ${page.url()}: ${message.text()}`);
    }
  });
}

/** A browser of its own, as it stands in another room, on the first page. */
async function room(browser, options) {
  const context = await browser.newContext({ locale: "zh-CN", timezoneId: "Asia/Shanghai", viewport: { width: 1280, height: 900 }, ...options });
  await context.route("**/*", (route) => {
    if (new URL(route.request().url()).origin === origin) return route.continue();
    faults.push(`a request left: ${route.request().url()}`);
    return route.abort();
  });
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => console.error(`policy stopped ${event.violatedDirective} ${event.blockedURI}`));
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  watch(page);
  await page.goto(origin);
  return page;
}

/** A desk of a demonstration. */
export async function desk(browser, staff, options = {}) {
  const page = await room(browser, options);
  if (staff) {
    await page.click(`button[name="staff"][value="${staff}"]`);
    // Who keeps the machine has no desk, and is led to what they look after.
    await page.waitForURL((url) => url.pathname !== "/");
  }
  return page;
}

/** A desk of a center where people sign in. */
export async function signedIn(browser, account, password, options = {}) {
  const page = await room(browser, options);
  await page.fill('input[name="account"]', account);
  await page.fill('input[name="password"]', password);
  await page.click("main form button");
  await page.waitForURL((url) => url.pathname !== "/login");
  return page;
}

export async function shot(page, name) {
  if (shots) await page.screenshot({ path: path.join(shots, `${name}.png`), fullPage: true });
}

/** Opens the form of an act on the case page, fills it in and hands it in. */
export async function act(page, command, fill = async () => {}) {
  const box = page.locator(`#act-${command}`);
  if (!(await box.evaluate((element) => element.open))) await box.locator("> summary").click();
  const form = box.locator("form");
  await fill(form);
  await page.evaluate(() => { document.querySelector("main").dataset.before = "yes"; });
  await form.locator("button:not([name])").click();
  await page.waitForSelector("main:not([data-before]) .note");
}

/** The answer on top of the page: `good`, `warn` or `stop`, with its words. */
export async function note(page) {
  const box = page.locator("main .note").first();
  return { tone: (await box.getAttribute("class")).replace("note ", ""), text: await box.innerText() };
}

export async function done(page, command, fill) {
  await act(page, command, fill);
  const { tone, text } = await note(page);
  check(tone === "good", `${command} is done, but: ${text}`);
}
