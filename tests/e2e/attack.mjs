// Markup in names, claims and addresses, on every page a clerk opens: nothing of it runs. A browser is the one that knows.

import { check, desk, faults, launch, origin, step } from "./driver.mjs";

const events = ["onerror", "onload", "onfocus", "ontoggle", "onanimationstart"];
const outs = ["", '">', "'>", "</textarea>", "</title>", "-->", "</dd>", "</script>"];
const elements = (event) => [
  `<img src=x ${event}=alert(1)>`, `<svg ${event}=alert(1)>`, `<details open ${event}=alert(1)>`,
  `<input autofocus ${event}=alert(1)>`, `<iframe srcdoc="<script>alert(1)</script>" ${event}=alert(1)>`,
];
const payloads = [
  ...outs.flatMap((out) => events.flatMap((event) => elements(event).map((element) => out + element))),
  ...outs.map((out) => `${out}<script>alert(1)</script>`),
  ...outs.map((out) => `${out}<a href="javascript:alert(1)">张三（虚构）</a>`),
  "<style>@import 'https://evil.example'</style>", "<link rel=stylesheet href=https://evil.example>",
  "<meta http-equiv=refresh content=0;url=https://evil.example>", "<base href=https://evil.example>",
  "<form action=https://evil.example><button autofocus>", "\u202e（虚构）三张", "{{constructor.constructor('alert(1)')()}}",
];

/** Registers a case with this text wherever a text is taken, and says which it is. */
async function register(page, payload, number) {
  const answer = await page.request.post(`${origin}/api/v1/cases`, {
    headers: { "yidi-staff": "clerk-1", "idempotency-key": `markup-${number}` },
    data: {
      command: "register_case", kind: "dispute", claim: payload, area: "990101001",
      parties: [
        { role: "applicant", kind: "person", name: payload, address: payload },
        { role: "respondent", kind: "organisation", name: payload },
      ],
    },
  });
  check(answer.status() === 201, `registered: ${answer.status()} ${await answer.text()}`);
  return (await answer.json()).stream;
}

const browser = await launch();
try {
  const page = await desk(browser, "clerk-1");
  page.on("dialog", (dialog) => {
    faults.push(`a script ran on ${page.url()}: ${dialog.message()}`);
    return dialog.dismiss();
  });
  // As many as `YIDI_PAYLOADS` says, spread over the whole list.
  const wanted = Number(process.env.YIDI_PAYLOADS || "25");
  const every = Math.max(1, Math.floor(payloads.length / wanted));
  const tried = payloads.filter((_, index) => index % every === 0);
  step(`${tried.length} of ${payloads.length} payloads`);
  for (const [number, payload] of tried.entries()) {
    const found = await register(page, payload, number);
    for (const path of [`/cases/${found}`, `/cases/${found}/receipt`]) {
      await page.goto(origin + path, { waitUntil: "load" });
      const ours = await page.evaluate(() => document.querySelectorAll("iframe, main script, main style, main [onerror], main [onload], main [onfocus], main [ontoggle]").length);
      check(ours === 0, `no markup of a citizen's on ${path}: ${payload}`);
      check(new URL(page.url()).origin === origin, `the page stays: ${payload}`);
    }
  }
  for (const path of ["/desk", "/views/work-list", "/feed", "/intake", "/board", "/views"]) {
    await page.goto(origin + path, { waitUntil: "load" });
  }
  step("every page was opened");
  check(faults.length === 0, faults.join("\n"));
  console.log(`measured payloads ${tried.length}`);
} finally {
  await browser.close();
}
