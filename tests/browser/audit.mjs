// Opens a page in headless Chromium and reports what a reader would run into, as JSON on standard output.
//
// node audit.mjs PAGE FOLDER MODULES: screenshots and the PDF go to FOLDER; MODULES holds puppeteer-core and axe-core.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [page, folder, modules] = process.argv.slice(2);
const require = createRequire(`${modules}/`);
const puppeteer = require("puppeteer-core");
const { source } = require("axe-core");

const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
const found = { requests: [], errors: [], overflow: {}, violations: {} };
for (const [name, width, height, scheme] of [["phone", 360, 740, "light"], ["desktop", 1280, 900, "light"], ["dark", 1280, 900, "dark"]]) {
  const tab = await browser.newPage();
  tab.on("request", (request) => found.requests.push(request.url()));
  tab.on("console", (message) => found.errors.push(message.text()));
  tab.on("pageerror", (error) => found.errors.push(String(error)));
  await tab.setViewport({ width, height, isMobile: name === "phone", hasTouch: name === "phone" });
  await tab.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await tab.goto(pathToFileURL(page).href);
  found.overflow[name] = await tab.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  await tab.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
  await tab.evaluate(source);
  const { violations } = await tab.evaluate(() => axe.run());
  found.violations[name] = violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).slice(0, 3).join(" | ")}`);
  if (name === "desktop") {
    await tab.pdf({ path: `${folder}/page.pdf`, preferCSSPageSize: true, printBackground: true });
  }
  await tab.close();
}
await browser.close();
console.log(JSON.stringify(found));
