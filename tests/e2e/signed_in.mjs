// A center where people sign in: whoever holds several duties chooses one, works as that, and keeps the keys of programs.

import { check, faults, launch, note, origin, shot, signedIn, step } from "./driver.mjs";

const { YIDI_ACCOUNT: account, YIDI_PASSWORD: password } = process.env;

async function theDuty(browser) {
  step("somebody signs in and chooses a duty");
  const page = await signedIn(browser, account, password);
  check(new URL(page.url()).pathname === "/duty", `there is something to choose: ${page.url()}`);
  await shot(page, "30-duty");
  await page.click('button[name="role"][value="triage_officer"]');
  await page.waitForURL("**/desk");
  check((await page.locator(".top .seat a[href='/duty']").innerText()) === "分流员", "the head of the page says which");
  await page.click(".top .seat a[href='/duty']");
  await page.click('button[name="role"][value="window_clerk"]');
  await page.waitForURL("**/desk");
  return page;
}

async function theToken(page) {
  step("a token is made, shown once, used and taken back");
  await page.click('.nav a[href="/tokens"]');
  await shot(page, "31-tokens");
  await page.check('#act-issue_token input[value="read_view"]');
  await page.click('#act-issue_token button');
  await page.waitForSelector("main .note.good .secret");
  const secret = await page.locator("main .note .secret").innerText();
  await shot(page, "32-token-made");
  const asked = () => fetch(`${origin}/api/v1/views`, { headers: { authorization: `Bearer ${secret}` } });
  check((await asked()).status === 200, "it lets a program ask");
  await page.goto(`${origin}/tokens`);
  check(!(await page.content()).includes(secret), "nobody sees it again");
  await shot(page, "33-token-listed");
  await page.click('form[action="/tokens/acts/revoke_token"] button');
  await page.waitForSelector("main .note.good");
  check((await note(page)).text.includes("吊销"), "it says what was done");
  check((await asked()).status === 401, "it lets nobody ask any more");
}

const browser = await launch();
try {
  const page = await theDuty(browser);
  await theToken(page);
  check(faults.length === 0, `pages kept to the rules:\n${faults.join("\n")}`);
  console.log("whoever signed in works");
} catch (error) {
  console.error(error.message);
  faults.forEach((fault) => console.error(fault));
  process.exitCode = 1;
} finally {
  await browser.close();
}
