// SPDX-License-Identifier: MIT
// How long a browser takes with a page of so many comments (default: 50,000): the first paint of the
// overview and of the list, a search, a sort, and the longest frame while the list is scrolled from
// end to end. MODERATO is the program, MODERATO_BUNDLE the bundle.
import { statSync } from 'node:fs';
import { dispose, launch, score, site } from './browser.mjs';

const n = Number(process.argv[2] ?? 50000);
const given = score('timed', site(n));
const browser = await launch();
const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });

async function opened(hash, selector) {
	await page.goto('about:blank');
	const begin = performance.now();
	await page.goto(given.url + hash, { waitUntil: 'commit' });
	await page.waitForSelector(selector);
	return performance.now() - begin;
}

async function worstFrame() {
	return page.evaluate(async () => {
		let worst = 0;
		let last = performance.now();
		const steps = 120;
		for (let i = 0; i <= steps; i++) {
			window.scrollTo(0, (document.documentElement.scrollHeight * i) / steps);
			await new Promise(requestAnimationFrame);
			const now = performance.now();
			worst = Math.max(worst, now - last);
			last = now;
		}
		return worst;
	});
}

const say = (what, ms) => console.log(`${what.padEnd(34)} ${Math.round(ms)} ms`);
console.log(`${n} comments, ${(statSync(given.path).size / 1e6).toFixed(1)} MB`);
say('the overview is painted', await opened('', '.overview svg'));
say('the list is painted', await opened('#v=comments', 'article.row'));
const begin = performance.now();
await page.click('.chip.hold');
say('a decision is chosen', performance.now() - begin);
await page.locator('.clear').click();
for (const order of ['score', 'long', 'old']) {
	const begin = performance.now();
	await page.selectOption('#sort', order);
	await page.evaluate(() => new Promise(requestAnimationFrame));
	say(`sorted: ${order}`, performance.now() - begin);
}
for (const words of ['idiot', 'you are']) {
	const begin = performance.now();
	await page.fill('#q', words);
	await page.waitForFunction((text) => location.hash.includes(encodeURIComponent(text).replace('%20', '+')), words);
	say(`searched: ${words}`, performance.now() - begin);
}
await page.fill('#q', '');
await page.waitForTimeout(300);
say('scrolled end to end: worst frame', await worstFrame());
await browser.close();
dispose();
