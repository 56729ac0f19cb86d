// SPDX-License-Identifier: MIT
// A comment's text as people may look at it: what cannot be seen is named, nothing turns the
// direction of what follows.
import { h } from './dom.js';

const HIDDEN =
	/(?<!(?:\ufe0f|[\u2600-\u27bf]|[\u{1f000}-\u{1faff}]))\u200d|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]/gu;

const nameOf = (character) => `U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}`;

// For attributes and titles, where there is no markup.
export const plain = (text) => text.replace(/\r\n?/g, '\n').replace(HIDDEN, (character) => `[${nameOf(character)}]`);

// Text nodes, with marks for what is hidden.
export function visible(text) {
	const nodes = [];
	let from = 0;
	for (const { 0: found, index } of text.matchAll(HIDDEN)) {
		if (index > from) nodes.push(text.slice(from, index));
		if (found !== '\r') nodes.push(h('span', { class: 'cp', title: 'A character that cannot be seen' }, nameOf(found)));
		from = index + found.length;
	}
	if (from < text.length) nodes.push(text.slice(from));
	return nodes;
}

// A short text of somebody else's: a name, a title, an address.
export const name = (text) => h('bdi', null, visible(text));
