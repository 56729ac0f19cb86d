// SPDX-License-Identifier: MIT
// A comment's text with the markup that most exports keep, with marks where they belong, and where it
// leads.
import { h } from '../shared/dom.js';
import { name, visible } from '../shared/text.js';

// Markup as it was written, which most exports keep: a tag is set back, and a reference to a character
// is read as that. Neither is ever given to the browser as markup.
const MARKUP = /<\/?[a-z][^<>]{0,2000}>|&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,7}|#x[0-9a-f]{1,6});/gi;
const NAMED = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

function referred(reference) {
	const [, hex, digits] = reference.match(/^&#(x?)([0-9a-f]+);$/i) ?? [];
	if (!digits) return NAMED[reference.slice(1, -1).toLowerCase()];
	const code = parseInt(digits, hex ? 16 : 10);
	return code > 0 && code <= 0x10ffff && (code & 0x1ff800) !== 0xd800 ? String.fromCodePoint(code) : null;
}

// Text nodes, its tags and references set apart.
function readable(text) {
	const nodes = [];
	let from = 0;
	for (const { 0: found, index } of text.matchAll(MARKUP)) {
		const character = found.startsWith('&') ? referred(found) : null;
		if (found.startsWith('&') && character === null) continue;
		nodes.push(visible(text.slice(from, index)));
		nodes.push(h('span', character ? { class: 'reference', title: found } : { class: 'tag' }, visible(character ?? found)));
		from = index + found.length;
	}
	nodes.push(visible(text.slice(from)));
	return nodes.flat();
}

function occurrences(text, from, to, needle) {
	const found = [];
	if (!needle) return found;
	const lower = text.slice(from, to).toLowerCase();
	if (lower.length !== to - from) return found; // a letter that changes its length: places would be wrong
	for (let at = lower.indexOf(needle); at >= 0; at = lower.indexOf(needle, at + needle.length))
		found.push([from + at, from + at + needle.length]);
	return found;
}

// [from, to) of a text: `spans`, sorted pairs, as marks, and where `needle` (lower case) is found.
export function marked(text, spans, needle, from = 0, to = text.length) {
	const found = occurrences(text, from, to, needle);
	const cuts = new Set([from, to]);
	for (const [begin, end] of [...spans, ...found])
		for (const at of [begin, end]) if (at > from && at < to) cuts.add(at);
	const places = [...cuts].sort((a, b) => a - b);
	const inside = (pairs, at) => pairs.some(([begin, end]) => at >= begin && at < end);
	return places.slice(0, -1).map((begin, i) => {
		const nodes = readable(text.slice(begin, places[i + 1]));
		const hit = inside(found, begin);
		if (inside(spans, begin)) return h('mark', { class: hit ? 'hit' : null }, nodes);
		return hit ? h('span', { class: 'hit' }, nodes) : nodes;
	});
}

// The union of the spans of a row's reasons, sorted.
export function spansOf(reasons) {
	const all = [];
	for (const reason of reasons)
		for (let i = 2; i + 1 < reason.length; i += 2) all.push([reason[i], reason[i + 1]]);
	all.sort((a, b) => a[0] - b[0]);
	const joined = [];
	for (const span of all) {
		const last = joined.at(-1);
		if (last && span[0] <= last[1]) last[1] = Math.max(last[1], span[1]);
		else joined.push([...span]);
	}
	return joined;
}

// Where a short view of a long text should begin and end: around the first thing marked.
export function excerpt(text, first, length) {
	if (text.length <= length) return [0, text.length];
	let from = first > length / 2 ? first - Math.floor(length / 4) : 0;
	if (from) from = text.indexOf(' ', from) + 1 || from;
	if (from > first) from = Math.max(0, first - 20);
	const tag = from ? text.lastIndexOf('<', from) : -1;
	const end = tag < 0 ? -1 : text.indexOf('>', tag);
	if (end >= from && end < first) from = end + 1; // not in the middle of a tag
	let to = Math.min(text.length, from + length);
	if (from && (text.charCodeAt(from) & 0xfc00) === 0xdc00) from--;
	if ((text.charCodeAt(to) & 0xfc00) === 0xdc00) to--;
	return [from, to];
}

// An address that may become a link: nothing but the web.
export function webAddress(text) {
	if (!/^https?:\/\//i.test(text)) return null;
	try {
		return new URL(text).href;
	} catch {
		return null;
	}
}

export function link(address) {
	const href = webAddress(address);
	if (!href) return name(address);
	return h('a', { href, rel: 'noopener noreferrer nofollow external', target: '_blank' }, name(address));
}

const bareHost = (host) => host.toLowerCase().replace(/^www\./, '').replace(/\.$/, '');

// The host of an address, lower case, without "www."; '' where there is none.
export const hostOf = (address) => bareHost(address?.match?.(/^https?:\/\/(?:[^\s/@]*@)?([^\s/:?#]+)/i)?.[1] ?? '');

// The hosts that a text links to, and where its author's link leads, unless that is the site itself:
// many give each reader a page.
export function hostsOf(text, authorUrl, site) {
	const hosts = new Set();
	const add = (host) => hosts.add(bareHost(host));
	if (text.includes('://') || /www\./i.test(text)) {
		for (const [, host] of text.matchAll(/(?:\bhttps?:\/\/|\bwww\.)(?:[^\s/@<>"']*@)?((?:[\p{L}\p{N}-]+\.)+[\p{L}\p{N}-]{2,})/giu)) add(host);
	}
	const own = hostOf(authorUrl);
	if (own && own !== site) hosts.add(own);
	return hosts;
}
