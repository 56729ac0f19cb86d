// SPDX-License-Identifier: MIT
// The page of `score --report` in a browser. MODERATO is the program, MODERATO_BUNDLE the bundle.
// Says "N passed, N failed", and what failed.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { axeFinds, coloursFollow, policyForbids, run, score, site } from './browser.mjs';

const sample = score('sample', readFileSync(new URL('../../corpus/sample-thread.jsonl', import.meta.url), 'utf8'));
const hostile = score('hostile', readFileSync(new URL('hostile.jsonl', import.meta.url), 'utf8'));
const some = score('some', site(3000));
const none = score('none', '[]', ['--format', 'json']);

// Until the program finds campaigns itself: what it will write behind a row.
function withCampaigns() {
	const made = score('campaigns', site(30).map((comment, i) => ({ ...comment, state: i < 20 ? 'published' : 'spam' })));
	let i = 0;
	const page = readFileSync(made.path, 'utf8').replace(/^(\[\[?.*)\](,?)$/gm, (line, row, comma) => (row.startsWith('["') || i++ > 8 ? line : `${row},["00000000000000ff",9]]${comma}`));
	writeFileSync(made.path, page);
	return made;
}
const marked = withCampaigns();

const tests = [];
const test = (name, given, run) => tests.push({ name, given, run });
const decided = (verdicts, decision) => verdicts.filter((verdict) => verdict.decision === decision).length;
const whole = (n) => new Intl.NumberFormat('en').format(n);
const status = (page) => page.locator('.said').innerText();
const rows = (page) => page.locator('article.row');
const settle = (page) => page.waitForTimeout(200); // typing is waited out for 120 ms

test('the overview has the totals', some, async (page, { verdicts }) => {
	for (const decision of ['publish', 'hold', 'reject'])
		assert.equal(await page.locator(`.totals .${decision} b`).innerText(), whole(decided(verdicts, decision)));
	assert.equal(await page.locator('.distribution svg').count(), Object.keys(verdicts[0].scores).length);
	assert.ok((await page.locator('#time + .note + figure rect.bar').count()) > 10);
});

test('a total leads to its comments, and back', some, async (page, { verdicts }) => {
	await page.click('.totals .hold a');
	assert.equal(await status(page), `${whole(decided(verdicts, 'hold'))} of 3,000 comments`);
	assert.match(page.url(), /#v=comments&d=hold$/);
	await page.goBack();
	await page.waitForSelector('.overview');
});

test('threads, authors and times lead to their comments', some, async (page) => {
	for (const id of ['threads', 'authors', 'rules']) {
		const row = page.locator(`section[aria-labelledby="${id}"] tbody tr`).first();
		const n = await row.locator('td').first().innerText();
		await row.locator('a').first().click();
		assert.equal(await status(page), `${n} of 3,000 comments`, id);
		await page.goBack();
		await page.waitForSelector('.overview');
	}
	await page.locator('#time ~ figure rect.target').nth(2).dispatchEvent('click');
	assert.equal(await status(page), '288 of 3,000 comments'); // a day of one each five minutes
});

test('decisions filter', some, async (page, { verdicts }) => {
	await page.click('nav a[data-view="comments"]');
	await page.click('.chip.reject');
	assert.equal(await status(page), `${whole(decided(verdicts, 'reject'))} of 3,000 comments`);
	assert.deepEqual(new Set(await page.locator('.row header .badge').allInnerTexts()), new Set(['REJECT']));
	await page.click('.chip.hold');
	assert.equal(await status(page), `${whole(decided(verdicts, 'reject') + decided(verdicts, 'hold'))} of 3,000 comments`);
	await page.click('.clear');
	assert.equal(await status(page), '3,000 comments');
});

test('attributes and scores filter', some, async (page, { verdicts }) => {
	await page.click('nav a[data-view="comments"]');
	await page.selectOption('#a', 'toxicity');
	await page.fill('[aria-label="Score from"]', '0.25');
	await page.fill('[aria-label="Score to"]', '0.75');
	await settle(page);
	const n = verdicts.filter(({ scores }) => scores.toxicity >= 0.25 && scores.toxicity <= 0.75).length;
	assert.equal(await status(page), `${whole(n)} of 3,000 comments`);
	assert.match(page.url(), /a=toxicity&min=0.25&max=0.75/);
});

test('the search finds, and shows where', some, async (page) => {
	await page.click('nav a[data-view="comments"]');
	await page.fill('#q', 'READER 12');
	await settle(page);
	assert.ok((await rows(page).count()) > 0);
	for (const author of await page.locator('.row .author').allInnerTexts()) assert.match(author, /^reader 12/);
	await page.fill('#q', 'THE');
	await settle(page);
	assert.equal((await page.locator('.row .hit').first().innerText()).toLowerCase(), 'the');
	await page.fill('#q', 'no such text');
	await settle(page);
	assert.match(await page.locator('.nothing').innerText(), /No comment is like that/);
});

test('the order is by what is chosen', some, async (page, { verdicts }) => {
	await page.goto(`${some.url}#v=comments&a=spam&sort=score`);
	await page.waitForSelector('.row');
	const order = verdicts.map((verdict, i) => [verdict.scores.spam, i]).sort((a, b) => b[0] - a[0] || a[1] - b[1]);
	const seen = await rows(page).evaluateAll((all) => all.slice(0, 5).map((row) => Number(row.dataset.row)));
	assert.deepEqual(seen, order.slice(0, 5).map(([, i]) => i));
	await page.selectOption('#sort', 'new');
	assert.equal(await rows(page).first().getAttribute('data-row'), '2999');
});

test('a linked filter is shown', some, async (page, { verdicts }) => {
	await page.goto(`${some.url}#v=comments&d=hold&q=you&a=insult&min=0.1`);
	await page.waitForSelector('.comments');
	assert.equal(await page.inputValue('#q'), 'you');
	assert.equal(await page.inputValue('#a'), 'insult');
	assert.equal(await page.getAttribute('.chip.hold', 'aria-pressed'), 'true');
	const texts = site(3000);
	const n = verdicts.filter((v, i) => v.decision === 'hold' && v.scores.insult >= 0.1 && `${texts[i].text}\n${texts[i].author}\n${texts[i].title}\n${v.id}`.toLowerCase().includes('you')).length;
	assert.equal(await status(page), `${whole(n)} of 3,000 comments`);
});

test('the keyboard is enough', some, async (page) => {
	const focused = () => page.evaluate(() => document.activeElement.dataset.place);
	await page.keyboard.press('/');
	await settle(page);
	assert.equal(await page.evaluate(() => document.activeElement.id), 'q');
	await page.keyboard.press('Escape');
	await page.keyboard.press('g');
	await page.waitForSelector('.overview');
	await page.keyboard.press('g');
	await page.waitForSelector('.row');
	await page.keyboard.press('j');
	assert.equal(await focused(), '0');
	await page.keyboard.press('j');
	await page.keyboard.press('ArrowDown');
	assert.equal(await focused(), '2');
	await page.keyboard.press('k');
	assert.equal(await focused(), '1');
	assert.notEqual(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), 'none');
	await page.keyboard.press('Enter');
	assert.equal(await page.locator('.row.open .scores dt').count(), 7);
	assert.equal(await page.getAttribute('.row.open .toggle', 'aria-expanded'), 'true');
	assert.equal(await focused(), '1');
	await page.keyboard.press('Escape');
	assert.equal(await page.locator('.row.open').count(), 0);
	await page.keyboard.press('End');
	assert.equal(await focused(), '2999');
	await page.waitForTimeout(100);
	assert.equal(await page.getAttribute('article:focus', 'aria-posinset'), '3000');
	const box = await page.locator('article:focus').boundingBox();
	assert.ok(box.y > 0 && box.y < page.viewportSize().height, 'the focus is in sight');
	for (let i = 0; i < 12; i++) await page.keyboard.press('k');
	assert.equal(await focused(), '2987');
	await page.keyboard.press('/');
	assert.equal(await page.evaluate(() => document.activeElement.id), 'q');
	await page.keyboard.type('j');
	await settle(page);
	assert.match(page.url(), /q=j$/);
	await page.keyboard.press('Escape');
	await settle(page);
	assert.equal(await status(page), '3,000 comments');
	await page.keyboard.press('Escape');
	await page.keyboard.press('?');
	assert.ok(await page.locator('#help').isVisible());
	await page.keyboard.press('Escape');
	assert.ok(!(await page.locator('#help').isVisible()));
});

// Bytes of the text are UTF-16 units of the page.
test('what is marked are the spans of the reasons', hostile, async (page, { verdicts }) => {
	const texts = readFileSync(new URL('hostile.jsonl', import.meta.url), 'utf8').split('\n').filter(Boolean).map((line) => Buffer.from(JSON.parse(line).text));
	await page.goto(`${hostile.url}#v=comments&sort=file`);
	await page.waitForSelector('.row');
	let marked = 0;
	for (const [i, verdict] of verdicts.entries()) {
		const covered = new Array(texts[i].length).fill(false);
		for (const { spans } of verdict.reasons) for (const [begin, end] of spans) covered.fill(true, begin, end);
		const runs = [];
		for (let at = 0; at < covered.length; at++) {
			if (!covered[at]) continue;
			let end = at;
			while (covered[end]) end++;
			runs.push(texts[i].subarray(at, end).toString());
			at = end;
		}
		const seen = await page.locator(`[data-row="${i}"] mark`).allInnerTexts();
		const named = runs.map((run) => run.replace(/[\0\u202a-\u202e\u2066-\u2069\u200b]/g, (c) => `U+${c.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}`));
		assert.deepEqual(seen, named, `comment ${i + 1}`);
		marked += seen.length;
	}
	assert.ok(marked >= 4, `only ${marked} marks`);
});

test('a hostile comment is text', hostile, async (page) => {
	await page.goto(`${hostile.url}#v=comments&sort=file`);
	await page.waitForSelector('.row');
	for (let i = 0; i < 9; i++) await page.locator('.toggle[aria-expanded="false"]').first().dispatchEvent('click');
	assert.equal(await page.locator('.row.open').count(), 9);
	for (const hash of ['#v=comments&sort=file', '#']) {
		const found = await page.evaluate(() => ({
			made: document.querySelectorAll('main img, main script, main iframe, main object, main style, main form').length,
			handlers: [...document.querySelectorAll('*')].filter((at) => [...at.attributes].some(({ name }) => name.startsWith('on'))).length,
			links: [...document.querySelectorAll('main a')].map((a) => a.getAttribute('href')).filter((href) => !/^(#|https?:)/.test(href)),
			scripts: document.querySelectorAll('script:not([type])').length,
			pwned: window.pwned,
			hidden: [...document.querySelectorAll('main *')].filter((at) => [...at.childNodes].some((node) => node.nodeType === 3 && /[\u202a-\u202e\u2066-\u2069\u200b\u0000-\u0008]/.test(node.data))).length,
		}));
		assert.deepEqual(found, { made: 0, handlers: 0, links: [], scripts: 1, pwned: undefined, hidden: 0 });
		await page.goto(hostile.url + hash);
		await page.waitForSelector('h1');
	}
	const source = readFileSync(hostile.path, 'utf8');
	const data = source.slice(source.indexOf('id="facts"'), source.lastIndexOf('<script>'));
	assert.equal(data.match(/</g).length, 3, 'the data have no < of their own'); // two closed, one opened
});

test('what cannot be seen is shown, and what turns is isolated', hostile, async (page) => {
	await page.goto(`${hostile.url}#v=comments&sort=file`);
	await page.waitForSelector('.row');
	const third = page.locator('[data-row="2"]');
	assert.ok((await third.locator('.text .cp').allInnerTexts()).includes('U+202E'));
	assert.ok((await third.locator('.author .cp').count()) === 1);
	assert.equal(await third.locator('.text').evaluate((at) => getComputedStyle(at).unicodeBidi), 'isolate');
	assert.equal(await page.locator('[data-row="6"] .text').evaluate((at) => getComputedStyle(at).direction), 'rtl');
	assert.equal(await page.locator('[data-row="5"] .text .cp').count(), 0, 'a family of emoji is no secret');
});

test('markup is shown as it was written, references as what they mean', { lazy: () => score('markup', [{ text: 'We&#x27;re <p>here</p> &lt;b&gt; &amp;amp; &#x202e; &#0; &bogus; &#xd800; a < b' }]) }, async (page, { url }) => {
	await page.goto(`${url}#v=comments`);
	const text = page.locator('.row .text');
	assert.equal(await text.textContent(), "We're <p>here</p> <b> &amp; U+202E &#0; &bogus; &#xd800; a < b");
	assert.deepEqual(await text.locator('.tag').allInnerTexts(), ['<p>', '</p>']);
	assert.equal(await text.locator('b, p').count(), 0);
});

test('nothing is fetched, and the policy forbids it', some, policyForbids);

test('campaigns and what the site did are shown where the data have them', marked, async (page) => {
	await page.locator('section[aria-labelledby="states"] tbody tr').nth(1).locator('a').first().click();
	assert.equal(await status(page), '10 of 30 comments');
	await page.goBack();
	await page.locator('section[aria-labelledby="campaigns"] tbody a').click();
	assert.equal(await status(page), '9 of 30 comments');
	assert.match(await page.locator('.campaign').first().innerText(), /one of 9 alike/);
});

test('paper has the first rows, one below the other', some, async (page) => {
	await page.goto(`${some.url}#v=comments`);
	await page.waitForSelector('.row');
	await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
	assert.equal(await rows(page).count(), 500);
	assert.equal(await page.locator('.print-note').textContent(), 'The first 500 of 3,000 comments.');
	await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
	assert.ok((await rows(page).count()) < 60);
});

test('no comments, and nothing to see', none, async (page) => {
	assert.match(await page.locator('.empty').first().innerText(), /no comments/);
	await page.click('nav a[data-view="comments"]');
	assert.match(await page.locator('.nothing').innerText(), /no comments/);
	await page.keyboard.press('j');
	await page.keyboard.press('Enter');
});

test('a narrow page does not scroll sideways', hostile, async (page) => {
	await page.setViewportSize({ width: 390, height: 844 });
	for (const hash of ['#', '#v=comments']) {
		await page.goto(hostile.url + hash);
		await page.waitForSelector('h1');
		assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), hash);
	}
});

test('colours follow the system, and the button', sample, coloursFollow);

for (const [scheme, width] of [['light', 1280], ['dark', 390]])
	test(`axe finds nothing: ${scheme}, ${width} pixels`, hostile, async (page) => {
		await page.emulateMedia({ colorScheme: scheme });
		await page.setViewportSize({ width, height: 900 });
		for (const given of [sample, hostile, none])
			for (const hash of ['#', '#v=comments&q=you&d=hold,reject,publish']) {
				await page.goto('about:blank');
				await page.goto(given.url + hash);
				await page.waitForSelector('h1');
				await page.keyboard.press('j');
				await page.keyboard.press('Enter');
				assert.deepEqual(await axeFinds(page), [], hash);
			}
	});

const big = () => score('big', site(50000));
test('of 50,000 rows only those in sight are in the page', { lazy: big }, async (page, { url, verdicts }) => {
	await page.goto(`${url}#v=comments&sort=file`);
	await page.waitForSelector('.row');
	assert.equal(await status(page), '50,000 comments');
	for (const place of [0.3, 0.9, 0.5]) {
		await page.evaluate((share) => window.scrollTo(0, document.documentElement.scrollHeight * share), place);
		await page.waitForFunction((share) => {
			const first = document.querySelector('article.row');
			return first && Math.abs(Number(first.dataset.place) / 50000 - share) < 0.1;
		}, place);
		assert.ok((await rows(page).count()) < 60);
	}
	await page.click('.chip.reject');
	assert.equal(await status(page), `${whole(decided(verdicts, 'reject'))} of 50,000 comments`);
});

await run(tests);
