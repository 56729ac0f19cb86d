// SPDX-License-Identifier: MIT
// npm perspective-api-client and @conversationai/perspectiveapi-js-client, both of which have
// https://commentanalyzer.googleapis.com built in.
const assert = require('node:assert/strict');
const test = require('node:test');
const Perspective = require('perspective-api-client');
const {Client} = require('@conversationai/perspectiveapi-js-client');

const {KEY, INSULT, FINE} = process.env;
const six = ['TOXICITY', 'SEVERE_TOXICITY', 'IDENTITY_ATTACK', 'INSULT', 'PROFANITY', 'THREAT'];
const old = new Perspective({apiKey: KEY});
const official = new Client(KEY);

function isScore(score) {
	assert.deepEqual(Object.keys(score).sort(), ['type', 'value']);
	assert.equal(score.type, 'PROBABILITY');
	assert.ok(score.value >= 0 && score.value <= 1);
}

test('perspective-api-client: an insult', async () => {
	const answer = await old.analyze(INSULT);
	assert.deepEqual(Object.keys(answer.attributeScores), ['TOXICITY']);
	const {summaryScore, spanScores} = answer.attributeScores.TOXICITY;
	isScore(summaryScore);
	assert.ok(summaryScore.value > 0.5, `${summaryScore.value}`);
	assert.deepEqual(spanScores, [{begin: 0, end: INSULT.length, score: summaryScore}]);
	assert.ok(answer.languages.includes('en') && answer.detectedLanguages.includes('en'));
});
test('perspective-api-client: an ordinary comment scores less', async () => {
	const value = async (text) => (await old.analyze(text)).attributeScores.TOXICITY.summaryScore.value;
	assert.ok(await value(FINE) < await value(INSULT));
});
test('perspective-api-client: the six, in lower case, with markup and options', async () => {
	const answer = await old.analyze(`<b>${INSULT}</b>`, {attributes: six.map((a) => a.toLowerCase()), doNotStore: false});
	assert.deepEqual(Object.keys(answer.attributeScores).sort(), [...six].sort());
	Object.values(answer.attributeScores).forEach((a) => isScore(a.summaryScore));
});
test('perspective-api-client: a whole request', async () => {
	const answer = await old.analyze({
		comment: {text: FINE + ' \u{1f600}'}, languages: ['en'], requestedAttributes: {INSULT: {scoreThreshold: 0}},
		clientToken: 'comment:1', sessionId: 's', communityId: 'c', spanAnnotations: true,
		context: {entries: [{text: 'What do you think?', type: 'PLAIN_TEXT'}]},
	});
	assert.equal(answer.clientToken, 'comment:1');
	assert.deepEqual(answer.languages, ['en']);
	const spans = answer.attributeScores.INSULT.spanScores;
	assert.equal(spans[0].begin, 0);
	assert.equal(spans.at(-1).end, FINE.length + 3, 'an emoji counts two');
});
test('perspective-api-client: an unknown attribute', async () => {
	await assert.rejects(old.analyze(FINE, {attributes: ['NICENESS']}), (e) => {
		assert.equal(e.name, 'ResponseError');
		assert.equal(e.message, 'Unknown requested attribute: NICENESS');
		assert.equal(e.response.status, 400);
		assert.equal(e.response.data.error.status, 'INVALID_ARGUMENT');
		assert.equal(e.response.data.error.details[0].errorType, 'INVALID_REQUEST');
		return true;
	});
});
test('perspective-api-client: 20,480 code units of more bytes are too long', async () => {
	const text = 'ab\u00e9'.repeat(6826);
	await assert.rejects(old.analyze(text), (e) => {
		assert.equal(e.message, 'Comment text too long.');
		assert.equal(e.response.data.error.details[0].errorType, 'COMMENT_TOO_LONG');
		return true;
	});
	assert.ok((await old.analyze('good day. '.repeat(3000), {truncate: true})).attributeScores.TOXICITY);
});
test('perspective-api-client: an empty text, unvalidated', async () => {
	await assert.rejects(old.analyze('', {validate: false}), /^ResponseError: Comment must be non-empty\.$/);
});
test('perspective-api-client: a wrong key', async () => {
	await assert.rejects(new Perspective({apiKey: 'ffffffffffff'}).analyze(FINE), (e) => {
		assert.equal(e.message, 'API key not valid. Please pass a valid API key.');
		assert.equal(e.response.status, 400);
		assert.equal(e.response.data.error.details[0].reason, 'API_KEY_INVALID');
		return true;
	});
});
test('@conversationai: SPAM and TOXICITY, which it asks for by itself', async () => {
	const scores = await official.getScores(INSULT);
	assert.deepEqual(Object.keys(scores).sort(), ['SPAM', 'TOXICITY']);
	Object.values(scores).forEach((v) => assert.ok(v >= 0 && v <= 1));
	assert.ok(scores.TOXICITY > (await official.getScores(FINE)).TOXICITY);
});
test('@conversationai: the six, with context, of text with markup', async () => {
	const scores = await official.getScores(`<p>${FINE}</p>`, {
		attributes: six, context: {entries: [{text: 'an article'}]}, doNotStore: true, languages: ['en'], stripHtml: false,
	});
	assert.deepEqual(Object.keys(scores).sort(), [...six].sort());
});
test('@conversationai: errors', async () => {
	await assert.rejects(official.getScores(FINE, {attributes: ['NICENESS']}), /status code 400/);
	await assert.rejects(new Client('ffffffffffff').getScores(FINE), /status code 400/);
	await assert.rejects(official.getScores('<b></b>'), /status code 400/);
});
