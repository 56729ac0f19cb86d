// SPDX-License-Identifier: MIT
// What is shown, as the page's address has it: a filter can be linked, and "back" goes back.

const KEYS = ['v', 'd', 'a', 'min', 'max', 'q', 'author', 'thread', 'host', 'rule', 'campaign', 'state', 'from', 'to', 'sort'];

export function read() {
	const given = new URLSearchParams(location.hash.slice(1));
	const state = {};
	for (const key of KEYS) if (given.get(key)) state[key] = given.get(key);
	return state;
}

export function hrefOf(state) {
	const params = new URLSearchParams();
	for (const key of KEYS) if (state[key]) params.set(key, state[key]);
	return `#${params}`;
}

// The comments of a filter.
export const commentsHref = (filter) => hrefOf({ v: 'comments', ...filter });

// Say it in the address, without a step for "back".
export const replace = (state) => history.replaceState(null, '', hrefOf(state));
