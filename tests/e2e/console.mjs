// The window console, as people use it: a case is registered by keyboard, finds its department, is agreed; another goes
// to court; a department watches it arrive. Exit code 0 only if everything held.

import { readFileSync } from "node:fs";

import { act, check, desk, done, faults, launch, note, origin, shot, step } from "./driver.mjs";

const tomorrow = () => new Date(Date.now() + 24 * 3600_000 + 8 * 3600_000).toISOString().slice(0, 16);
const today = () => new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10);

/** Registers a case with nothing but the keyboard and says where it is. */
async function register(page, claim, applicant, respondent) {
  await page.keyboard.press("g");
  await page.keyboard.press("i");
  await page.waitForURL("**/intake");
  const type = async (name, text) => {
    const field = page.locator(`[name="${name}"]`);
    await field.focus();
    await page.keyboard.type(text);
  };
  await type("claim", claim);
  await page.locator('[name="area"]').selectOption({ index: 1 });
  await type("amount", "20680.50");
  await type("parties.0.name", applicant);
  await type("parties.0.phone", "13900000001");
  await type("parties.1.name", respondent);
  await page.keyboard.press("Control+Enter");
  await page.waitForURL("**/cases/*");
  await page.waitForSelector("main .note.good");
  return { path: new URL(page.url()).pathname, number: (await page.locator("h1.case-no").innerText()).split(/\s/)[0] };
}

/** The value of the entry of a list with this label. */
async function choose(form, name, label) {
  await form.locator(`select[name="${name}"]`).selectOption({ label });
}

async function tickAll(form, name) {
  for (const box of await form.locator(`input[type="checkbox"][name="${name}"]`).all()) await box.check();
}

/** Both sides agree, a mediator is named, a session is held and an agreement signed and kept. */
async function agree(mediator, path, applicant, respondent) {
  await mediator.goto(origin + path);
  await done(mediator, "request_mediation", async (form) => {
    await form.locator('select[name="kind"]').selectOption("peoples");
    await choose(form, "by", applicant);
  });
  await done(mediator, "consent", (form) => choose(form, "party", respondent));
  await done(mediator, "appoint_mediator", (form) => form.locator('select[name="mediator"]').selectOption("mediator-1"));
  await done(mediator, "screen_violence", async (form) => {
    await form.locator('select[name="finding"]').selectOption("absent");
    await form.locator('select[name="protection_order_shown"]').selectOption("yes");
    await form.locator('select[name="reported"]').selectOption("no");
  });
  await done(mediator, "schedule_session", async (form) => {
    await form.locator('input[name="at"]').fill(tomorrow());
    await form.locator('select[name="place"]').selectOption("room-1");
    await form.locator('select[name="form"]').selectOption("on_site");
  });
  await done(mediator, "hold_session", async (form) => {
    await tickAll(form, "attended");
    await form.locator('textarea[name="record"]').fill("双方陈述了各自的意见。");
    await form.locator('textarea[name="undisputed_facts"]').fill("双方对欠款数额没有争议。");
  });
  await done(mediator, "sign_agreement", async (form) => {
    await form.locator('select[name="form"]').selectOption("written");
    await form.locator('textarea[name="terms"]').fill("被申请人于约定日期前付清欠款。");
    await tickAll(form, "parties");
    await choose(form, "instalments.0.by", respondent);
    await form.locator('input[name="instalments.0.due"]').fill(today());
    await form.locator('input[name="instalments.0.amount"]').fill("20680.50");
  });
  await done(mediator, "record_performance", (form) => form.locator('input[name="performed_on"]').fill(today()));
}

async function toTheDepartment(triage, path, department) {
  await triage.goto(origin + path);
  await done(triage, "classify_case", (form) => form.locator('select[name="dispute_type"]').selectOption({ index: 2 }));
  await done(triage, "choose_route", (form) => form.locator('select[name="route"]').selectOption("mediation"));
  await done(triage, "assign_case", async (form) => {
    await form.locator('select[name="to"]').selectOption(department);
    await form.locator('textarea[name="note"]').fill("请尽快联系双方。");
  });
}

async function theCaseThatIsAgreed(browser) {
  step("a clerk registers a case by keyboard");
  const clerk = await desk(browser, "clerk-1");
  await shot(clerk, "02-desk");
  await clerk.goto(`${origin}/intake`);
  await shot(clerk, "03-intake");
  const { path, number } = await register(clerk, "装修尾款未付，请求协助追讨。", "甲虚构", "乙示例");
  check(/^YD-\d{4}-\d{5}-\d$/.test(number), `a case number, not ${number}`);
  await shot(clerk, "04-registered");
  await clerk.locator(`form[action="${path}/receipt"] button`).click();
  check((await clerk.locator(".paper").innerText()).includes(number), "the receipt names the case");
  const code = await clerk.locator("#query-code").innerText();
  await shot(clerk, "05-receipt");
  const citizen = await desk(browser, null);
  await citizen.goto(`${origin}/progress`);
  await citizen.fill("#progress-code", code);
  await citizen.locator("form:has(#progress-code) button").first().click();
  check((await citizen.locator("main").innerText()).includes(number), "the code on the paper says where it stands");
  await citizen.close();

  step("a department watches it arrive");
  const mediator = await desk(browser, "mediator-1");
  const screen = await mediator.context().newPage();
  await screen.goto(`${origin}/feed`);
  await screen.waitForSelector('#live[data-state="open"]');
  const triage = await desk(browser, "triage-1");
  await toTheDepartment(triage, path, "peoples_mediation");
  await screen.waitForSelector(`#feed li:has-text("${number}")`);
  await shot(screen, "06-feed");
  await screen.close();

  step("the department receives it and brings it to an agreement");
  await mediator.goto(`${origin}/desk`);
  await shot(mediator, "07-to-receive");
  await mediator.goto(origin + path);
  await done(mediator, "receive_assignment");
  await agree(mediator, path, "甲虚构", "乙示例");
  await done(mediator, "make_return_visit", async (form) => {
    await form.locator('select[name="performed"]').selectOption("yes");
    await form.locator('select[name="satisfied"]').selectOption("yes");
  });
  await done(mediator, "close_case", (form) => form.locator('select[name="outcome"]').selectOption("settled"));
  await shot(mediator, "08-agreed");
  return { clerk, triage, mediator, path };
}

async function theCaseThatGoesToCourt(browser, clerk) {
  step("another case goes to court");
  await clerk.goto(`${origin}/desk`);
  const { path } = await register(clerk, "买卖合同货款纠纷，对方拒绝调解。", "丙虚构", "丁示例");
  await done(clerk, "request_mediation", async (form) => {
    await form.locator('select[name="kind"]').selectOption("peoples");
    await choose(form, "by", "丙虚构");
  });
  await done(clerk, "refuse_mediation", (form) => choose(form, "party", "丁示例"));
  await done(clerk, "file_suit", (form) => choose(form, "party", "丙虚构"));
  const liaison = await desk(browser, "litigation-1");
  await liaison.goto(origin + path);
  await done(liaison, "assemble_hand_off", async (form) => {
    await form.locator('select[name="court"]').selectOption("court");
    await form.locator('select[name="purpose"]').selectOption("filing");
  });
  await done(liaison, "send_hand_off");
  const court = await desk(browser, "court-1");
  await court.goto(origin + path);
  await done(court, "acknowledge_hand_off", (form) => form.locator('input[name="reference"]').fill("（2026）澄0101诉前1号"));
  await done(court, "record_filing", async (form) => {
    await form.locator('select[name="court"]').selectOption("court");
    await form.locator('input[name="reference"]').fill("（2026）澄0101民初1号");
    await form.locator('input[name="filed_on"]').fill(today());
  });
  check((await court.locator(".holder .who").innerText()).includes("法院"), "the case waits for the court, by name");
  await shot(court, "09-at-court");
}

/** A case is sealed: its page says so, the way on leads back to it, and for others there is none. */
async function theCaseThatIsSealed(browser, { clerk, triage }) {
  step("a sealed case says so, and whoever says why is let in");
  await clerk.goto(`${origin}/desk`);
  const { path } = await register(clerk, "检举之后受到邻里报复（虚构）。", "寅虚构", "卯示例");
  await triage.goto(origin + path);
  await act(triage, "narrow_secrecy", async (form) => {
    await form.locator('select[name="secrecy"]').selectOption("sealed");
    await form.locator('select[name="ground"]').selectOption("retaliation");
  });
  const notes = await triage.locator("main .note").allInnerTexts();
  check(notes.length === 2 && /已密封/.test(notes[1]), `it is done, and not shown any more: ${notes}`);
  const denied = await clerk.goto(origin + path);
  check(denied.status() === 403 && /已密封/.test((await note(clerk)).text), "the rule is named");
  check(!(await clerk.content()).includes("寅虚构"), "and nobody else is");
  await shot(clerk, "19-sealed");
  await clerk.click("main .note a.button");
  await clerk.waitForURL("**/admissions?case=*");
  check(path.endsWith(await clerk.locator('#act-challenge_access input[name="case"]').inputValue()), "the case is filled in");
  await shot(clerk, "20-admission");
  await done(clerk, "challenge_access", (form) => form.locator('select[name="reason"]').selectOption("serving_party"));
  await clerk.waitForURL(`**${path}*`);
  check((await clerk.content()).includes("寅虚构"), "whoever says why sees it");
  const housing = await desk(browser, "housing-1");
  check((await housing.goto(origin + path)).status() === 404, "for others there is no such case");
}

async function thePapers({ clerk, path }) {
  step("a paper is handed in as a file, refused if it is none, and saved again");
  await clerk.goto(origin + path);
  const choose = async (form, name, bytes) => {
    await form.locator('select[name="kind"]').selectOption("contract");
    await form.locator('input[name="title"]').fill("租房合同（虚构）");
    await form.locator('input[name="blob"]').setInputFiles({ name, mimeType: "application/octet-stream", buffer: Buffer.from(bytes) });
  };
  await act(clerk, "submit_material", (form) => choose(form, "合同.exe", [0x4d, 0x5a, 0, 3]));
  const refused = await note(clerk);
  check(refused.tone === "stop" && /不接受这种文件/.test(refused.text), `a program is no paper: ${refused.text}`);
  check((await clerk.locator('#act-submit_material input[name="title"]').inputValue()) === "租房合同（虚构）", "what was typed is kept");
  const text = "%PDF-1.7\n" + "合同正文".repeat(50_000);
  await done(clerk, "submit_material", (form) => choose(form, "合同.pdf", new TextEncoder().encode(text)));
  const saving = clerk.waitForEvent("download");
  await clerk.locator('a[href$="/materials/1"]').click();
  const saved = await saving;
  check(/^YD-.*-1\.pdf$/.test(saved.suggestedFilename()), `the name of the copy: ${saved.suggestedFilename()}`);
  check(readFileSync(await saved.path(), "utf8") === text, "the copy is the file that was handed in");
  await shot(clerk, "16-papers");
}

async function whatIsRefused({ clerk, triage, path }) {
  step("a refusal says why in both languages and keeps what was typed");
  await triage.goto(origin + path);
  await act(triage, "record_filing", async (form) => {
    await form.locator('select[name="court"]').selectOption("court");
    await form.locator('input[name="reference"]').fill("（2026）澄0101民初9号");
    await form.locator('input[name="filed_on"]').fill("2999-12-31");
  });
  const refused = await note(triage);
  check(refused.tone === "stop" && /2999-12-31 尚未到来/.test(refused.text) && /2999-12-31 has not come yet/.test(refused.text), `refused in both: ${refused.text}`);
  const typed = triage.locator('#act-record_filing input[name="reference"]');
  check((await typed.inputValue()) === "（2026）澄0101民初9号", "what was typed is kept");
  await shot(triage, "10-refused");

  step("a stale page is told what happened since");
  await clerk.goto(`${origin}/desk`);
  const other = await register(clerk, "邻里噪声纠纷。", "戊虚构", "己示例");
  await triage.goto(origin + other.path);
  await clerk.goto(origin + other.path);
  await done(clerk, "choose_route", (form) => form.locator('select[name="route"]').selectOption("petition"));
  await act(triage, "choose_route", (form) => form.locator('select[name="route"]').selectOption("mediation"));
  const stale = await note(triage);
  check(stale.tone === "warn", `a conflict: ${stale.text}`);
  await shot(triage, "11-conflict");
  await done(triage, "choose_route");
}

async function theOtherPages({ clerk }) {
  step("board, views, search, language, help");
  await clerk.goto(`${origin}/board`);
  check((await clerk.locator("svg.chart").count()) > 0, "the board has pictures");
  await shot(clerk, "12-board");
  await clerk.goto(`${origin}/views`);
  const views = await clerk.locator("main h2 a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  check(views.length >= 5, "the views are listed");
  for (const view of views) {
    const answer = await clerk.goto(origin + view);
    check(answer.ok(), `${view} opens`);
  }
  await shot(clerk, "13-view");
  await clerk.keyboard.press("?");
  check(await clerk.locator("#help").isVisible(), "? shows the help");
  await clerk.keyboard.press("Escape");
  await clerk.keyboard.press("/");
  await clerk.keyboard.type("YD-0000-00000-0");
  await clerk.keyboard.press("Enter");
  await clerk.waitForSelector("main .note.warn");
  await clerk.goto(`${origin}/desk`);
  await clerk.click('form[action="/text"] button');
  await clerk.waitForSelector("html.large");
  check(await clerk.evaluate(() => getComputedStyle(document.documentElement).fontSize) === "22px", "the text is large");
  check(await clerk.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), "and nothing runs out of the page");
  await clerk.click('form[action="/text"] button');
  await clerk.waitForSelector("html:not(.large)");
  await clerk.click('form[action="/language"] button');
  await clerk.waitForSelector('html[lang="en"]');
  await shot(clerk, "14-english");
}

/** A department pauses what it is told, and goes on; a number of its own leads back to the case it keeps under it. */
async function whatADepartmentIsTold(browser, path) {
  step("a department sees how it is told, pauses and goes on");
  const housing = await desk(browser, "housing-1");
  await housing.click('a[href="/subscriptions"]');
  await housing.waitForURL("**/subscriptions");
  const rows = await housing.locator("main tbody tr").count();
  check(rows === 1, `a department sees its own, not ${rows}`);
  await housing.click('a[href="/subscriptions/housing"]');
  check((await housing.locator("#act-resume_subscription, #act-close_subscription").count()) === 0, "nothing is asked that would be refused");
  await done(housing, "pause_subscription", (form) => form.locator('select[name="halt"]').selectOption("maintenance"));
  check((await housing.locator("main dl.pairs").innerText()).includes("已暂停"), "it says that it rests");
  await shot(housing, "17-subscription");
  await done(housing, "resume_subscription");
  const foreign = await housing.goto(`${origin}/subscriptions/transport`);
  check(foreign.status() === 404, "another department's is not there");
  const keeper = await desk(browser, "admin-system");
  await keeper.goto(`${origin}/subscriptions`);
  await done(keeper, "open_subscription", async (form) => {
    await form.locator('input[name="subscription"]').fill("housing-line");
    await form.locator('select[name="department"]').selectOption("housing");
    await form.locator('select[name="transport"]').selectOption("sse");
    await form.locator('select[name="from"]').selectOption("now");
  });
  check((await keeper.locator("h1").innerText()) === "housing-line", "it has a page of its own");
  await shot(keeper, "18-subscription-opened");

  step("a department finds a case by its own number");
  const clerk = await desk(browser, "clerk-1");
  await clerk.goto(origin + path);
  await done(clerk, "note_contact", async (form) => {
    await form.locator('select[name="direction"]').selectOption({ index: 1 });
    await form.locator('select[name="reached"]').selectOption("yes");
    await form.locator('textarea[name="note"]').fill("来电询问进展（虚构）");
    await form.locator("details.more > summary").click();
    await form.locator('input[name="own_reference"]').fill("内部〔2026〕7号");
  });
  await clerk.goto(`${origin}/desk`);
  await clerk.keyboard.press("/");
  await clerk.keyboard.type("内部〔2026〕7号");
  await clerk.keyboard.press("Enter");
  await clerk.waitForURL(`**${path}`);
}

/** An input method composes: its Enter confirms a word and must not hand in the form. */
async function theInputMethod(browser) {
  step("an input method's keys stay its own");
  const page = await desk(browser, "clerk-2");
  await page.goto(`${origin}/intake`);
  await page.locator('[name="parties.0.name"]').focus();
  const session = await page.context().newCDPSession(page);
  await session.send("Input.imeSetComposition", { text: "zhang", selectionStart: 5, selectionEnd: 5 });
  await page.evaluate(() => {
    const key = new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true, isComposing: true, bubbles: true });
    document.activeElement.dispatchEvent(key);
  });
  await session.send("Input.insertText", { text: "张" });
  check((await page.locator('[name="parties.0.name"]').inputValue()) === "张", "the word arrives");
  check(page.url().endsWith("/intake"), "and nothing is handed in");
}

/** No script at all: rows are added by the server, and forms are plain posts. */
async function withoutScripts(browser) {
  step("everything works without scripts");
  const page = await desk(browser, "clerk-1", { javaScriptEnabled: false });
  await page.goto(`${origin}/intake`);
  await page.locator('[name="claim"]').fill("物业费争议。");
  const before = await page.locator('fieldset[data-row="parties"]').count();
  await page.click('button[name="add-row"]');
  check((await page.locator('fieldset[data-row="parties"]').count()) === before + 1, "one more row");
  check((await page.locator('[name="claim"]').inputValue()) === "物业费争议。", "what was typed is kept");
  await page.locator('[name="area"]').selectOption({ index: 1 });
  await page.locator('[name="parties.0.name"]').fill("庚虚构");
  await page.locator('[name="parties.2.name"]').fill("辛示例");
  await page.locator('form[action="/intake"] button:not([name])').click();
  await page.waitForURL("**/cases/*");
  check((await page.locator(".parties li").count()) === 2, "two parties, the blank row left out");
}

const browser = await launch();
try {
  const first = await desk(browser, "");
  await shot(first, "01-choose");
  const agreed = await theCaseThatIsAgreed(browser);
  await theCaseThatGoesToCourt(browser, agreed.clerk);
  await thePapers(agreed);
  await theCaseThatIsSealed(browser, agreed);
  await whatIsRefused(agreed);
  await theOtherPages(agreed);
  await theInputMethod(browser);
  await whatADepartmentIsTold(browser, agreed.path);
  await withoutScripts(browser);
  check(faults.length === 0, `pages kept to the rules:\n${faults.join("\n")}`);
  console.log("the console holds");
} catch (error) {
  console.error(error.message);
  faults.forEach((fault) => console.error(fault));
  for (const context of browser.contexts()) {
    for (const [index, page] of context.pages().entries()) await shot(page, `failed-${browser.contexts().indexOf(context)}-${index}`);
  }
  process.exitCode = 1;
} finally {
  await browser.close();
}
