// SPDX-License-Identifier: MIT
// A browser, the program, and pages that it writes, for the tests of the report.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(new URL('../../tools/report/package.json', import.meta.url));

export const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const axeSource = () => readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

export async function launch() {
	const { chromium } = require('playwright-core');
	const args = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'];
	return chromium.launch({ executablePath: CHROMIUM, args });
}

export const work = mkdtempSync(join(tmpdir(), 'moderato-report-'));
export const dispose = () => rmSync(work, { recursive: true, force: true });

// Write a page of these comments; {url, verdicts}.
export function score(name, comments, options = []) {
	const input = join(work, `${name}.jsonl`);
	const page = join(work, `${name}.html`);
	writeFileSync(input, typeof comments === 'string' ? comments : comments.map((comment) => `${JSON.stringify(comment)}\n`).join(''));
	const lines = execFileSync(process.env.MODERATO, ['score', '-q', '--output', 'jsonl', '--report', page, ...options, input], { maxBuffer: 1 << 30, encoding: 'utf8' });
	const verdicts = lines.split('\n').filter(Boolean).map((line) => JSON.parse(line));
	return { url: pathToFileURL(page).href, verdicts, path: page };
}

// Write the page of an evaluation of these comments; {url, figures}.
export function evaluate(name, comments, options = []) {
	const input = join(work, `${name}.jsonl`);
	const page = join(work, `${name}.html`);
	writeFileSync(input, comments.map((comment) => `${JSON.stringify(comment)}\n`).join(''));
	const lines = execFileSync(process.env.MODERATO, ['eval', '-q', '--output', 'jsonl', '--report', page, ...options, input], { maxBuffer: 1 << 30, encoding: 'utf8' });
	const figures = lines.split('\n').filter(Boolean).map((line) => JSON.parse(line));
	return { url: pathToFileURL(page).href, figures, path: page };
}

// So many comments: texts of the project's own corpus, with authors, threads and times.
export function site(n) {
	const texts = ['abuse', 'spam', 'benign']
		.flatMap((name) => {
			const path = new URL(`../../corpus/${name}.jsonl`, import.meta.url);
			return existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : [];
		})
		.map((line) => JSON.parse(line).text);
	const all = texts.length ? texts : ['You are an idiot and a liar.', 'Thank you, well said.'];
	return Array.from({ length: n }, (_, i) => ({
		id: `c${i}`,
		text: all[(i * 7919) % all.length],
		author: `reader ${(i * i) % 311}`,
		group: `thread-${(i * 13) % 97}`,
		title: `Thread ${(i * 13) % 97}`,
		url: `https://news.example/t/${(i * 13) % 97}`,
		created: new Date(Date.UTC(2025, 0, 1) + i * 300000).toISOString(),
	}));
}

// What axe-core has to say of a page, in a line each.
export async function axeFinds(page) {
	await page.evaluate(axeSource());
	const found = await page.evaluate(() => window.axe.run());
	return found.violations.map(({ id, impact, nodes }) => `${id} (${impact}): ${nodes.map(({ target }) => target).slice(0, 3)}`);
}

// A test of any page: nothing was fetched, and its policy lets nobody fetch or run anything.
export async function policyForbids(page, { requests }) {
	const refused = await page.evaluate(async () => {
		const script = document.createElement('script');
		let typed = false;
		try {
			script.text = 'window.ran = 1';
		} catch {
			typed = true;
		}
		document.body.append(script);
		const image = await new Promise((resolve) => {
			const img = new Image();
			img.onload = () => resolve('loaded');
			img.onerror = () => resolve('refused');
			img.src = 'data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=';
		});
		const fetched = await fetch('https://moderato.example/').then(() => 'fetched', () => 'refused');
		return { ran: window.ran, typed, image, fetched };
	});
	assert.deepEqual(refused, { ran: undefined, typed: true, image: 'refused', fetched: 'refused' });
	assert.deepEqual(requests.filter((url) => !url.startsWith('file:') && !url.startsWith('data:')), []);
}

// A page is light or dark as the system is, until its button is pressed.
export async function coloursFollow(page) {
	const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
	const light = await paper();
	await page.emulateMedia({ colorScheme: 'dark' });
	const dark = await paper();
	assert.notEqual(light, dark);
	await page.click('#theme');
	assert.equal(await paper(), light);
	await page.click('#theme');
	assert.equal(await paper(), dark);
}

// Run tests of pages, [{name, given, run}], say "N passed, N failed" and what failed, and exit. A page
// that is given lazily is made when its test begins, which opens it.
export async function run(tests) {
	let passed = 0;
	let failed = 0;
	const browser = await launch();
	for (const { name, given, run: test } of tests) {
		const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
		const page = await context.newPage();
		const made = given.lazy ? given.lazy() : given;
		const requests = [];
		const problems = [];
		page.setDefaultTimeout(15000);
		page.on('request', (request) => requests.push(request.url()));
		page.on('dialog', (dialog) => problems.push(`a dialog: ${dialog.message()}`));
		page.on('pageerror', (error) => problems.push(error.stack));
		try {
			if (!given.lazy) await page.goto(made.url);
			if (!given.lazy) await page.waitForSelector('h1');
			await test(page, { ...made, requests });
			assert.deepEqual(problems, []);
			passed++;
		} catch (error) {
			failed++;
			console.log(`failed: ${name}\n${error.stack}`);
		}
		await context.close();
	}
	await browser.close();
	dispose();
	console.log(`${passed} passed, ${failed} failed`);
	process.exit(failed ? 1 : 0);
}
