// SPDX-License-Identifier: MIT
// npm openai, the official client.
import assert from 'node:assert/strict';
import test from 'node:test';
import OpenAI, {AuthenticationError, BadRequestError} from 'openai';

const {KEY, INSULT, FINE, URL: url} = process.env;
const client = new OpenAI({apiKey: KEY, baseURL: `${url}/v1`});
const categories = ['harassment', 'harassment/threatening', 'hate', 'hate/threatening', 'illicit', 'illicit/violent', 'self-harm',
	'self-harm/intent', 'self-harm/instructions', 'sexual', 'sexual/minors', 'violence', 'violence/graphic'].sort();

function isWhole(result) {
	for (const part of ['categories', 'category_scores', 'category_applied_input_types'])
		assert.deepEqual(Object.keys(result[part]).sort(), categories, part);
	assert.equal(typeof result.flagged, 'boolean');
	assert.ok(Object.values(result.categories).every((v) => typeof v === 'boolean'));
	assert.ok(Object.values(result.category_scores).every((v) => v >= 0 && v <= 1));
	assert.ok(Object.values(result.category_applied_input_types).every((v) => Array.isArray(v)));
	assert.equal(result.flagged, Object.values(result.categories).some((v) => v));
}

test('an insult', async () => {
	const {data, response, request_id: id} = await client.moderations.create({input: INSULT}).withResponse();
	assert.match(response.headers.get('content-type'), /^application\/json/);
	assert.ok(id, 'x-request-id');
	assert.match(data.id, /^modr-/);
	assert.equal(typeof data.model, 'string');
	assert.equal(data.results.length, 1);
	isWhole(data.results[0]);
	assert.equal(data.results[0].flagged, true);
	assert.equal(data.results[0].categories.harassment, true);
	assert.ok(data.results[0].category_applied_input_types.harassment.includes('text'));
});
test('an ordinary comment', async () => {
	const {results} = await client.moderations.create({input: FINE, model: 'omni-moderation-latest'});
	isWhole(results[0]);
	assert.equal(results[0].flagged, false);
});
test('several, in order', async () => {
	const {results} = await client.moderations.create({input: [FINE, INSULT, FINE]});
	results.forEach(isWhole);
	assert.deepEqual(results.map((r) => r.flagged), [false, true, false]);
});
test('text and an image are one', async () => {
	const {results} = await client.moderations.create({
		input: [{type: 'text', text: INSULT}, {type: 'image_url', image_url: {url: 'https://example.com/cat.png'}}],
	});
	assert.equal(results.length, 1);
	isWhole(results[0]);
	assert.equal(results[0].flagged, true);
});
test('a wrong key', async () => {
	const stranger = new OpenAI({apiKey: 'ffffffffffff', baseURL: `${url}/v1`});
	await assert.rejects(stranger.moderations.create({input: FINE}), (e) => {
		assert.ok(e instanceof AuthenticationError);
		assert.equal(e.status, 401);
		assert.equal(e.code, 'invalid_api_key');
		assert.equal(e.type, 'invalid_request_error');
		return true;
	});
});
test('no input', async () => {
	await assert.rejects(client.moderations.create({}), (e) => {
		assert.ok(e instanceof BadRequestError);
		assert.equal(e.type, 'invalid_request_error');
		return true;
	});
});
test('the models', async () => {
	const models = [];
	for await (const model of client.models.list())
		models.push(model);
	assert.ok(models.length > 0);
	assert.ok(models.every((m) => m.object === 'model' && typeof m.id === 'string'));
});
