// SPDX-License-Identifier: MIT
// npm googleapis-common, which every client of `googleapis` runs on: it makes its methods from the
// discovery document, as Google's own samples for Perspective do.
import assert from 'node:assert/strict';
import test from 'node:test';
import {Discovery} from 'googleapis-common';

const {KEY, INSULT, FINE, URL: url} = process.env;
const google = {_options: {}}; // what `googleapis` hands over
const make = await new Discovery().discoverAPI(`${url}/$discovery/rest?version=v1alpha1`);
const {comments} = make({}, google);

test('an insult', async () => {
	const {status, data, headers} = await comments.analyze({
		key: KEY,
		resource: {comment: {text: INSULT}, requestedAttributes: {TOXICITY: {}, 'INSULT@2': {}}, languages: ['en']},
	});
	assert.equal(status, 200);
	assert.equal(new Headers(headers).get('content-type'), 'application/json; charset=UTF-8');
	assert.deepEqual(Object.keys(data.attributeScores), ['TOXICITY', 'INSULT@2']);
	assert.ok(data.attributeScores.TOXICITY.summaryScore.value > 0.5);
	assert.deepEqual(data.languages, ['en']);
});
test('errors', async () => {
	await assert.rejects(comments.analyze({key: KEY, resource: {comment: {text: ''}, requestedAttributes: {TOXICITY: {}}}}), (e) => {
		assert.equal(e.message, 'Comment must be non-empty.');
		assert.equal(e.status ?? e.code, 400);
		return true;
	});
	await assert.rejects(comments.analyze({key: KEY, resource: {comment: {text: FINE}}}), /Missing requested_attributes/);
	await assert.rejects(comments.analyze({key: 'ffffffffffff', resource: {comment: {text: FINE}, requestedAttributes: {TOXICITY: {}}}}),
		/API key not valid/);
});
test('a suggested score', async () => {
	const {data} = await comments.suggestscore({
		key: KEY,
		resource: {comment: {text: FINE}, attributeScores: {TOXICITY: {summaryScore: {value: 0}}}, clientToken: 'comment:7'},
	});
	assert.equal(data.clientToken, 'comment:7');
	await assert.rejects(comments.suggestscore({key: KEY, resource: {comment: {text: FINE}}}), (e) => {
		assert.equal(e.status ?? e.code, 400);
		return true;
	});
});
