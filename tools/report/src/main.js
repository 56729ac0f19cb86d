// SPDX-License-Identifier: MIT
// Which view is shown, the keyboard, and the colours.
import { comments } from './comments.js';
import * as data from './data.js';
import { count } from './dom.js';
import { overview } from './overview.js';
import { read } from './state.js';
import { plain } from './text.js';

const main = document.getElementById('main');
const help = document.getElementById('help');
let shown = null; // the view: {view, close, …}

function show() {
	const state = read();
	const isList = state.v === 'comments';
	shown?.close();
	shown = isList ? comments(state) : overview();
	main.replaceChildren(shown.view);
	document.body.dataset.view = isList ? 'comments' : 'overview';
	for (const link of document.querySelectorAll('nav a'))
		link.toggleAttribute('aria-current', link.dataset.view === document.body.dataset.view);
	for (const link of document.querySelectorAll('nav a[aria-current]')) link.setAttribute('aria-current', 'page');
	window.scrollTo(0, 0);
	shown.start?.();
}

// ---- keyboard ----

const isTyping = (target) => target.matches('input, select, textarea');

function goOn(by) {
	if (shown.list) shown.list.next(by);
	else location.hash = 'v=comments';
}

const KEYS = {
	j: () => goOn(1),
	k: () => goOn(-1),
	g: () => (location.hash = shown.list ? '' : 'v=comments'),
	'?': () => help.showModal(),
	'/': () => {
		if (!shown.list) {
			history.pushState(null, '', '#v=comments'); // without an event, which would come after the focus
			show();
		}
		shown.search.focus();
		shown.search.select();
	},
};

// Only where the list has the focus: elsewhere these scroll, or press a button.
const LIST_KEYS = {
	ArrowDown: () => shown.list.next(1),
	ArrowUp: () => shown.list.next(-1),
	Home: () => shown.list.to(0),
	End: () => shown.list.last(),
};

function pressed(event) {
	const { key, target } = event;
	if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
	let run = null;
	if (key === 'Escape' && shown.list) run = escape;
	else if (isTyping(target)) run = key === 'ArrowDown' && target === shown.search ? () => shown.list.to(0) : null;
	else if (key === 'Enter' && target.matches('article')) run = () => shown.list.enter();
	else if (LIST_KEYS[key] && shown.list?.hasFocus()) run = LIST_KEYS[key];
	else run = KEYS[key];
	if (!run) return;
	event.preventDefault();
	run(event);
}

function escape({ target }) {
	if (target === shown.search) {
		if (target.value) {
			target.value = '';
			target.dispatchEvent(new Event('input'));
		} else target.blur();
	} else if (!shown.list.escape()) target.blur?.();
}

// ---- colours ----

const SCHEMES = ['', 'light', 'dark'];
const SCHEME_NAMES = { '': 'as the system', light: 'light', dark: 'dark' };
const themeButton = document.getElementById('theme');

// A page from a file may not be allowed to keep anything: then the choice lasts as long as the page.
function kept(value) {
	try {
		if (value === undefined) return localStorage.getItem('moderato-theme') ?? '';
		localStorage.setItem('moderato-theme', value);
	} catch {
		return '';
	}
	return value;
}

function paint(scheme) {
	if (scheme) document.documentElement.dataset.theme = scheme;
	else delete document.documentElement.dataset.theme;
	const label = `Colours: ${SCHEME_NAMES[scheme]}`;
	themeButton.title = label;
	themeButton.setAttribute('aria-label', label);
	themeButton.textContent = scheme === 'dark' ? '●' : scheme === 'light' ? '○' : '◐';
}

themeButton.addEventListener('click', () => {
	const now = document.documentElement.dataset.theme ?? '';
	const next = SCHEMES[(SCHEMES.indexOf(now) + 1) % SCHEMES.length];
	kept(next);
	paint(next);
});

const known = kept();
paint(SCHEMES.includes(known) ? known : '');

document.getElementById('keys').addEventListener('click', () => help.showModal());
document.getElementById('made').textContent = data.facts.version;
document.title = `Comments: ${plain(data.facts.files.join(', ')) || 'standard input'} (${count(data.total)})`;
document.addEventListener('keydown', pressed);
window.addEventListener('hashchange', show);
show();
