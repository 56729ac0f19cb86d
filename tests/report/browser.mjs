// SPDX-License-Identifier: MIT
// A browser, the program, and pages that it writes, for the tests of the report.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(new URL('../../tools/report/package.json', import.meta.url));

export const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
export const axeSource = () => readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

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
