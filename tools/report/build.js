// SPDX-License-Identifier: MIT
// Bundle each page of a report, NAME.html with NAME.css and src/NAME/, into one file, dist/NAME.html,
// which the program embeds.
//
//   node build.js            writes dist/batch.html, dist/evaluation.html and dist/NOTICES.txt
//   node build.js --check    exits with 1 where those are not what the sources give
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
process.chdir(here);

async function bundle(entry) {
	const result = await build({
		entryPoints: [entry],
		absWorkingDir: here,
		bundle: true,
		minify: true,
		write: false,
		metafile: true,
		charset: 'utf8',
		legalComments: 'none', // the notices are in the page whole
		target: ['chrome123', 'firefox120', 'safari17.5'],
		format: entry.endsWith('.js') ? 'iife' : undefined,
		define: { 'process.env.NODE_ENV': '"production"' },
	});
	return { text: result.outputFiles[0].text.trim(), inputs: Object.keys(result.metafile.inputs) };
}

// The folder of each package that is in the bundle.
function packagesOf(inputs) {
	const folders = inputs.map((path) => path.match(/^(node_modules\/(?:@[^/]+\/)?[^/]+)\//)?.[1]);
	return [...new Set(folders.filter(Boolean))].sort();
}

function noticeOf(folder) {
	const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json')));
	const text = readFileSync(join(folder, 'LICENSE'), 'utf8').trim();
	return `${name} ${version} (${license})\n\n${text}\n`;
}

const escape = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

async function makePage(name) {
	const js = await bundle(`src/${name}/main.js`);
	const css = await bundle(`${name}.css`);
	if (/<\/script|<!--/i.test(js.text)) throw new Error('the script would end too early');
	const packages = packagesOf(js.inputs);
	// Nothing may be fetched, sent or framed, and nothing run but the one script below.
	const policy = [
		"default-src 'none'",
		`script-src ${hash(js.text)}`,
		`style-src ${hash(css.text)}`,
		"base-uri 'none'",
		"form-action 'none'",
		"require-trusted-types-for 'script'",
		"trusted-types 'none'",
	].join('; ');
	const parts = { policy, css: css.text, notices: escape(noticesOf(packages)), js: js.text };
	const text = readFileSync(`${name}.html`, 'utf8').replace(/\{\{(\w+)\}\}/g, (_, part) => parts[part]);
	return { text, packages };
}

const noticesOf = (packages) => packages.map(noticeOf).join(`\n${'-'.repeat(72)}\n\n`);

const files = {};
const packages = new Set();
for (const name of ['batch', 'evaluation']) {
	const page = await makePage(name);
	files[`dist/${name}.html`] = page.text;
	page.packages.forEach((folder) => packages.add(folder));
}
files['dist/NOTICES.txt'] = noticesOf([...packages].sort());

let stale = 0;
for (const [path, text] of Object.entries(files)) {
	if (!process.argv.includes('--check')) {
		mkdirSync('dist', { recursive: true });
		writeFileSync(path, text);
		console.log(`${path}: ${Buffer.byteLength(text)} bytes`);
		continue;
	}
	if (readFileSync(path, 'utf8') !== text) {
		console.error(`${path} is not what the sources give: make report-page`);
		stale = 1;
	}
}
process.exit(stale);
