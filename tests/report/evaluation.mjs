// SPDX-License-Identifier: MIT
// The page of `eval --report` in a browser. MODERATO is the program, MODERATO_BUNDLE the bundle. Says
// "N passed, N failed", and what failed.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { axeFinds, coloursFollow, evaluate, policyForbids, run, work } from './browser.mjs';

const lines = (path) => readFileSync(new URL(path, import.meta.url), 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
const corpus = (name) => lines(`../../corpus/${name}.jsonl`);

const identities = `${work}/identities.txt`;
writeFileSync(identities, 'women\nmuslims\nharbour master\n');
const policy = `${work}/policy.yaml`;
writeFileSync(policy, "version: 1\nrules:\n  - {name: a, when: {toxicity: '>= 0.7'}, action: hold}\n  - {name: b, when: {toxicity: '>= 0.9'}, action: reject}\n");

const marked = { text: 'you idiot', spans: [[4, 9]], labels: { toxicity: 1 } };
const hostileLines = lines('hostile.jsonl').map((comment, i) => ({ ...comment, id: `</script>${i}`, source: '<!--<script>\u202e', labels: { toxicity: i % 2 } }));

const some = evaluate('some', [...corpus('abuse'), ...corpus('benign'), ...corpus('identity'), marked],
	['--attributes', 'toxicity,insult', '--identities', identities, '--perturb', 'case,leet', '--policy', policy]);
const hostile = evaluate('hostile', hostileLines, ['--attributes', 'toxicity']);
const oneClass = evaluate('one', [{ text: 'you idiot', labels: { toxicity: 0 } }], ['--attributes', 'toxicity']);
const filler = 'a walk along the river '.repeat(300);
const long = evaluate('long', [{ text: `${filler}you idiot ${filler}`, labels: { toxicity: 0 } }], ['--attributes', 'toxicity']);

const tests = [];
const test = (name, given, run) => tests.push({ name, given, run });
const three = (value) => (value === null ? '–' : value.toFixed(3));
const whole = (n) => new Intl.NumberFormat('en').format(n);
const cells = (row) => row.locator('th, td').allInnerTexts();
const table = (page, attribute, caption) => page.locator(`section[aria-labelledby="${attribute}"] table:has(caption:text-is("${caption}"))`);
const rowOf = (all, attribute, slice, name = '') => all.find((row) => row.attribute === attribute && row.slice === slice && row.name === name);

test('the summary has the figures', some, async (page, { figures }) => {
	const rows = page.locator('section[aria-labelledby="summary"] tbody tr');
	assert.equal(await rows.count(), 2);
	for (const [i, attribute] of ['toxicity', 'insult'].entries()) {
		const all = rowOf(figures, attribute, 'all');
		assert.deepEqual(await cells(rows.nth(i)), [attribute, whole(all.n), whole(all.n_positive), '', three(all.auc), `${three(all.auc_low)}–${three(all.auc_high)}`,
			...[all.average_precision, all.precision, all.recall, all.f1, all.ece].map(three)]);
		assert.equal(await rows.nth(i).locator('.strip circle').count(), 1);
	}
	assert.match(await page.locator('section[aria-labelledby="summary"] .note').innerText(), /No comment judges|^$/);
});

test('every attribute has its plots, said in words', some, async (page, { figures }) => {
	for (const attribute of ['toxicity', 'insult']) {
		const plots = page.locator(`section[aria-labelledby="${attribute}"] figure svg`);
		assert.equal(await plots.count(), 4);
		const roc = page.locator(`#roc-${attribute}-d`);
		assert.ok((await roc.textContent()).includes(three(rowOf(figures, attribute, 'all').auc)));
		assert.ok((await page.locator(`svg[aria-labelledby^="roc-${attribute}-t"] path.curve`).getAttribute('d')).split('L').length > 5);
		assert.ok((await page.locator(`svg[aria-labelledby^="histogram-${attribute}-t"] rect.bar`).count()) > 5);
		assert.ok((await page.locator(`svg[aria-labelledby^="reliability-${attribute}-t"] circle.point`).count()) > 1);
	}
	const labels = await page.locator('svg[aria-labelledby^="roc-toxicity-t"] text.label').allTextContents();
	assert.deepEqual(labels.sort(), ['hold ≥ 0.7', 'reject ≥ 0.9']);
});

test('thresholds have the policy and Bayes’ rule', some, async (page) => {
	const rows = table(page, 'toxicity', 'What a threshold catches, and what it costs').locator('tbody tr');
	const names = await rows.locator('th').allInnerTexts();
	assert.deepEqual(names.map((text) => text.replace(/\s+/g, ' ')), ['0.5', '0.7 hold', '0.8', '0.9 reject', '0.95', '0.99']);
	assert.equal(await page.locator('section[aria-labelledby="toxicity"] tr.own').count(), 2);
	const part = (text) => parseFloat(text) / 100;
	const [recall, benign, , one] = (await rows.nth(0).locator('td').allInnerTexts()).map(part);
	if (benign) assert.ok(Math.abs(one - (0.01 * recall) / (0.01 * recall + 0.99 * benign)) < 0.02);
});

test('sources, identities and disguises are in tables of their own', some, async (page, { figures }) => {
	const sources = figures.filter((row) => row.attribute === 'toxicity' && row.slice === 'source');
	const shown = table(page, 'toxicity', 'By source').locator('tbody tr');
	assert.deepEqual(await shown.locator('th').allInnerTexts(), sources.map((row) => row.name));
	const women = rowOf(figures, 'toxicity', 'identity', 'women');
	const identity = table(page, 'toxicity', 'By identity that a comment names').locator('tbody tr').first();
	assert.deepEqual((await cells(identity)).slice(0, 3), ['women', whole(women.n), whole(women.n_positive)]);
	assert.ok((await cells(identity))[3].endsWith(three(women.subgroup_auc)));
	const leet = rowOf(figures, 'toxicity', 'perturbation', 'leet');
	const disguise = table(page, 'toxicity', 'In disguise').locator('tbody tr', { hasText: 'leet' });
	const seen = await cells(disguise);
	assert.deepEqual(seen.slice(3, 6), [leet.auc, leet.auc_loss, leet.recall].map(three));
	assert.equal(seen[6], `${(100 * leet.recall_kept).toFixed(1)}\u202f%`);
});

test('marked spans are measured in words', some, async (page) => {
	assert.match(await page.locator('section[aria-labelledby="toxicity"] > .lead').first().innerText(), /Spans of explanations against those that people marked: F1 [01]\.\d{3} over 1 comment\./);
});

test('the worst errors say what carried them', some, async (page) => {
	const errors = page.locator('section[aria-labelledby="toxicity"] .errors li');
	assert.ok((await errors.count()) > 10 && (await errors.count()) <= 20);
	const scores = (await page.locator('section[aria-labelledby="toxicity"] .errors').first().locator('.meta b').allInnerTexts()).map(Number);
	assert.deepEqual(scores, [...scores].sort((a, b) => b - a));
	assert.ok((await errors.locator('mark').count()) > 0);
	assert.match(await errors.first().locator('.share').first().innerText(), /^[+−]\d+\.\d\d ./);
});

test('a hostile comment is text', hostile, async (page, { path }) => {
	const found = await page.evaluate(() => ({
		made: document.querySelectorAll('main img, main script, main iframe, main object, main style, main form, main svg svg').length,
		handlers: [...document.querySelectorAll('*')].filter((at) => [...at.attributes].some(({ name }) => name.startsWith('on'))).length,
		links: [...document.querySelectorAll('a')].map((a) => a.getAttribute('href')).filter((href) => !href.startsWith('#')),
		scripts: document.querySelectorAll('script:not([type])').length,
		pwned: window.pwned,
		hidden: [...document.querySelectorAll('main *')].filter((at) => [...at.childNodes].some((node) => node.nodeType === 3 && /[\u202a-\u202e\u2066-\u2069\u200b\u0000-\u0008]/.test(node.data))).length,
	}));
	assert.deepEqual(found, { made: 0, handlers: 0, links: [], scripts: 1, pwned: undefined, hidden: 0 });
	const source = readFileSync(path, 'utf8');
	const data = source.slice(source.indexOf('id="facts"'), source.lastIndexOf('<script>'));
	assert.equal(data.match(/</g).length, 1, 'the data have no < of their own');
	const texts = await page.locator('blockquote').allTextContents();
	assert.equal(texts.length, hostileLines.length);
	assert.ok(texts.some((text) => text.includes('<')), 'markup is shown as it was written');
	assert.ok((await page.locator('.errors .meta .cp').first().innerText()) === 'U+202E');
	assert.equal(await page.locator('blockquote').first().evaluate((at) => getComputedStyle(at).unicodeBidi), 'isolate');
	assert.ok((await page.locator('.errors .meta').first().innerText()).includes('</script>'));
});

test('one class has no curve, and nothing is “null”', oneClass, async (page) => {
	assert.equal(await page.locator('figure').count(), 2);
	const text = await page.locator('main').innerText();
	assert.match(text, /Only one class: there is no curve to draw/);
	assert.doesNotMatch(text, /null|NaN|undefined/);
});

test('a long text is cut around what carried it, and says so', long, async (page) => {
	const quote = page.locator('blockquote').first();
	assert.match(await quote.innerText(), /^\[… [\d,]+ bytes\][^]*idiot[^]*\[… [\d,]+ bytes\]$/);
});

test('nothing is fetched, and the policy forbids it', some, policyForbids);

test('the keyboard is enough', some, async (page) => {
	await page.keyboard.press('Tab');
	assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
	for (let i = 0; i < 3; i++) await page.keyboard.press('Tab');
	assert.equal(await page.evaluate(() => document.activeElement.textContent), 'insult');
	assert.notEqual(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), 'none');
	await page.keyboard.press('Enter');
	await page.waitForFunction(() => location.hash === '#insult' && document.getElementById('insult').getBoundingClientRect().top < 200);
	const regions = await page.locator('.scroll').evaluateAll((all) => all.map((at) => [at.tabIndex, at.getAttribute('aria-label')]));
	assert.ok(regions.every(([index]) => index === 0));
	assert.equal(new Set(regions.map(([, label]) => label)).size, regions.length);
});

test('an address leads to its attribute', some, async (page, { url }) => {
	await page.goto('about:blank');
	await page.goto(`${url}#insult`);
	await page.waitForSelector('#insult');
	assert.ok(await page.evaluate(() => Math.abs(document.getElementById('insult').getBoundingClientRect().top) < 200));
});

test('a narrow page does not scroll sideways', hostile, async (page) => {
	await page.setViewportSize({ width: 390, height: 844 });
	for (const given of [some, hostile, long]) {
		await page.goto(given.url);
		await page.waitForSelector('h1');
		assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), given.url);
	}
});

test('colours follow the system, and the button', some, coloursFollow);

for (const [scheme, width] of [['light', 1280], ['dark', 390]])
	test(`axe finds nothing: ${scheme}, ${width} pixels`, some, async (page) => {
		await page.emulateMedia({ colorScheme: scheme });
		await page.setViewportSize({ width, height: 900 });
		for (const given of [some, hostile, oneClass]) {
			await page.goto(given.url);
			await page.waitForSelector('h1');
			assert.deepEqual(await axeFinds(page), [], given.url);
		}
	});

await run(tests);
