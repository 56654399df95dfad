// The verifier of receipts as a citizen keeps it: a file, opened without a network, in front of a receipt.

import { readFileSync } from "node:fs";

import { check, launch, step } from "./driver.mjs";

const { YIDI_PAGE, YIDI_RECEIPT, YIDI_KEY, YIDI_CLAIM } = process.env;
const EDITS = 100;

const browser = await launch();
const context = await browser.newContext({ offline: true });
const page = await context.newPage();
await page.goto(`file://${YIDI_PAGE}`);

/** What the page says of a text and a key. */
async function said(text, key) {
  await page.locator("#text").fill(text);
  await page.locator("#verifier").fill(key);
  await page.evaluate(() => { document.getElementById("said").className = ""; });
  await page.locator("#check").click();
  await page.waitForFunction(() => document.getElementById("said").className !== "");
  return { tone: await page.locator("#said").getAttribute("class"), text: await page.locator("#said").innerText() };
}

step("a genuine receipt holds");
await page.locator("#file").setInputFiles(YIDI_RECEIPT);
await page.waitForFunction(() => document.getElementById("text").value !== "");
const genuine = readFileSync(YIDI_RECEIPT, "utf8");
const holds = await said(genuine, YIDI_KEY);
check(holds.tone === "good" && holds.text.includes(YIDI_CLAIM), `it holds: ${holds.text}`);
check((await said(genuine, "")).tone === "warn", "without a published key it says so");

step("another key, another text and any edit do not");
check((await said(genuine, YIDI_KEY.replace("yidi", "idiy"))).tone === "stop", "another key");
check((await said(genuine.replace(YIDI_CLAIM, "要求赔偿一百万（虚构）"), YIDI_KEY)).tone === "stop", "another text");
let seed = 20261129;
const dice = (below) => { seed = (seed * 1103515245 + 12345) % 2147483648; return seed % below; };
for (let edit = 0; edit < EDITS; edit += 1) {
  const at = dice(genuine.length);
  const edited = genuine.slice(0, at) + String.fromCharCode(33 + dice(90)) + genuine.slice(at + dice(2));
  if (edited !== genuine) check((await said(edited, YIDI_KEY)).tone === "stop", `an edit at ${at}`);
}

await browser.close();
