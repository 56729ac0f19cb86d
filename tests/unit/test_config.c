/* SPDX-License-Identifier: MIT */
/* The daemon's configuration: what is read, what is refused and how it is told, and that what is
 * printed reads back to the same. */
#include "support.h"

#include "serve/config/config_table.h"
#include "serve/protocol.h"

#define LISTEN_EXPECTED                                                                            \
	"x.yaml:1: listen: expected HOST:PORT, [ADDRESS]:PORT, *:PORT or unix:PATH, not "
#define HASH "sha256:755c74d906d36802af87f03614ac57f040d9ac7b2049ae5eb8d774fac4b275a8"
#define HASH2 "sha256:ffff74d906d36802af87f03614ac57f040d9ac7b2049ae5eb8d774fac4b275a8"

static moderato_error err;

static void parse(struct config *config, const char *yaml)
{
	config_init(config);
	must(config_parse(config, "test.yaml", "/etc/x", str(yaml), &err), err);
}

/* ---- what is read ---- */

static const char whole[] =
	"listen: [127.0.0.1:8080, '[::1]:0', \"unix:run/x.sock\", unix:/run/y]\n"
	"unix_mode: 0600\n"
	"bundle: models/site\n"
	"policy: /etc/policy.yaml\n"
	"keys:\n"
	"  - {name: coral, hash: '" HASH "', scopes: [perspective, score], rate: 600/minute}\n"
	"  - name: blog\n"
	"    hash: " HASH2 "\n"
	"    expires: 2027-01-31\n"
	"anonymous: true\n"
	"feedback: feedback.jsonl\n"
	"threads: 3\n"
	"tls: {listen: ['*:443'], certificate: c.pem, key: k.pem}\n"
	"perspective: {languages: [de, hi-Latn], unsupported_languages: score,\n"
	"              unknown_attributes: ignore, unknown_fields: refuse}\n"
	"akismet: {service_names: [a.example, rest.akismet.com], anonymous: true, hold: ham,\n"
	"          discard_from: 0.5}\n"
	"coral: {secrets: ['one two', three], secrets_file: secrets}\n"
	"limits: {body: 3MiB, body_memory: 1GiB, connections: 7, connections_per_address: 8,\n"
	"         header_seconds: 9, request_seconds: 10, idle_seconds: 11, drain_seconds: 12}\n"
	"log: {access: '-', format: text}\n"
	"cors: {origins: ['https://news.example', '*']}\n"
	"shadow: {bundle: b, policy: p, samples: s, samples_bytes: 1MiB, samples_share: 0.25}\n"
	"metrics: {public: true}\n";

static void everything__is_read(void **state)
{
	struct config c;

	(void)state;
	parse(&c, whole);
	assert_int_equal(c.listen.n, 4);
	assert_string_equal(c.listen.items[0], "127.0.0.1:8080");
	assert_string_equal(c.listen.items[1], "[::1]:0");
	assert_string_equal(c.listen.items[2], "unix:/etc/x/run/x.sock");
	assert_string_equal(c.listen.items[3], "unix:/run/y");
	assert_int_equal(c.unix_mode, 0600);
	assert_string_equal(c.bundle, "/etc/x/models/site");
	assert_string_equal(c.policy, "/etc/policy.yaml");
	assert_int_equal(c.keys.n, 2);
	assert_string_equal(c.keys.v[0].name, "coral");
	assert_int_equal(c.keys.v[0].scopes, SCOPE_PERSPECTIVE | SCOPE_SCORE);
	assert_int_equal(c.keys.v[0].rate->limit.seconds, 60);
	assert_int_equal(c.keys.v[0].expires, 0);
	assert_int_equal(c.keys.v[1].scopes, SCOPE_ALL);
	assert_int_equal(c.keys.v[1].rate->limit.requests, 0);
	assert_int_equal(c.keys.v[1].expires, 1801353600);
	assert_true(c.anonymous && c.akismet.anonymous && c.metrics_public);
	assert_string_equal(c.feedback, "/etc/x/feedback.jsonl");
	assert_int_equal(c.threads, 3);
	assert_string_equal(c.tls_listen.items[0], "*:443");
	assert_string_equal(c.certificate, "/etc/x/c.pem");
	assert_string_equal(c.private_key, "/etc/x/k.pem");
	assert_int_equal(c.perspective.languages.n, 2);
	assert_string_equal(c.perspective.languages.items[1], "hi-Latn");
	assert_true(c.perspective.score_any_language && c.perspective.ignore_unknown_attributes &&
				c.perspective.refuse_unknown_fields);
	assert_string_equal(c.akismet.service_names.items[1], "rest.akismet.com");
	assert_int_equal(c.akismet.hold, AKISMET_HOLD_IS_HAM);
	assert_true(c.akismet.discard_from == 0.5);
	assert_string_equal(c.coral.secrets.items[0], "one two");
	assert_int_equal(c.coral.secrets.n, 2);
	assert_string_equal(c.coral.secrets_file, "/etc/x/secrets");
	assert_int_equal(c.limits.body, 3 << 20);
	assert_int_equal(c.limits.connections, 7);
	assert_int_equal(c.limits.connections_per_address, 8);
	assert_int_equal(c.limits.header_seconds, 9);
	assert_int_equal(c.limits.request_seconds, 10);
	assert_int_equal(c.limits.idle_seconds, 11);
	assert_int_equal(c.limits.drain_seconds, 12);
	assert_string_equal(c.log.access, "-");
	assert_int_equal(c.log.format, LOG_TEXT);
	assert_int_equal(c.cors_origins.n, 2);
	assert_string_equal(c.shadow.samples, "/etc/x/s");
	assert_true(c.shadow.samples_share == 0.25);
	config_dispose(&c);
}

static void nothing__is_the_defaults(void **state)
{
	static const char *const empty[] = {
		"", "# only a comment\n", "---\n", "{}", "keys: []\n", "limits: {}\n", "listen: []\n"};
	struct config defaults;
	size_t i;

	(void)state;
	config_init(&defaults);
	for (i = 0; i < COUNT(empty); i++) {
		struct buffer a = BUFFER_INIT;
		struct buffer b = BUFFER_INIT;
		struct config c;

		if (strcmp(empty[i], "---\n") == 0)
			continue; /* that is a document with an empty text */
		parse(&c, empty[i]);
		config_print(&defaults, &a);
		config_print(&c, &b);
		assert_string_equal(buffer_cstr(&a), buffer_cstr(&b));
		buffer_dispose(&a);
		buffer_dispose(&b);
		config_dispose(&c);
	}
	config_dispose(&defaults);
}

static void every_setting__is_in_the_test_of_everything(void **state)
{
	struct config c;
	struct config defaults;
	size_t i;

	(void)state;
	parse(&c, whole);
	config_init(&defaults);
	for (i = 0; i < n_settings; i++) {
		struct buffer a = BUFFER_INIT;
		struct buffer b = BUFFER_INIT;

		setting_write(&settings[i], &c, NULL, &a);
		setting_write(&settings[i], &defaults, NULL, &b);
		if (settings[i].kind != SETTING_KEYS && str_equal(buffer_view(&a), buffer_view(&b)))
			fail_msg("%s.%s is not tried", settings[i].section, settings[i].name);
		buffer_dispose(&a);
		buffer_dispose(&b);
	}
	config_dispose(&c);
	config_dispose(&defaults);
}

/* ---- what is printed ---- */

static void what_is_printed__reads_back(void **state)
{
	struct buffer first = BUFFER_INIT;
	struct buffer second = BUFFER_INIT;
	struct config c;

	(void)state;
	parse(&c, whole);
	c.coral.secrets.n = 0; /* they are not printed, see below */
	config_print(&c, &first);
	config_dispose(&c);
	parse(&c, buffer_cstr(&first));
	config_print(&c, &second);
	assert_string_equal(buffer_cstr(&first), buffer_cstr(&second));
	config_dispose(&c);
	buffer_dispose(&first);
	buffer_dispose(&second);
}

static void secrets__are_not_printed(void **state)
{
	struct buffer printed = BUFFER_INIT;
	struct config c;

	(void)state;
	parse(&c, "coral: {secrets: [verysecret]}\n");
	config_print(&c, &printed);
	assert_null(strstr(buffer_cstr(&printed), "verysecret"));
	assert_non_null(strstr(buffer_cstr(&printed), "secrets: [\"" CONFIG_MASK "\"]"));
	config_dispose(&c);
	config_init(&c);
	assert_int_equal(
		config_parse(&c, "x.yaml", ".", buffer_view(&printed), &err), MODERATO_EFORMAT);
	assert_non_null(strstr(
		err.message, "coral.secrets: this is what --print-config writes instead of a secret"));
	config_dispose(&c);
	buffer_dispose(&printed);
}

/* ---- what is refused ---- */

static void mistakes__are_told_with_line_and_expectation(void **state)
{
	static const struct {
		const char *yaml;
		const char *message;
	} cases[] = {
		{"lisen: [a:1]", "x.yaml:1: unknown key 'lisen'; did you mean 'listen'?"},
		{"\nlimits:\n  bdy: 1", "x.yaml:3: unknown key 'bdy' in limits; did you mean 'body'?"},
		{"limit: {body: 1}", "x.yaml:1: unknown key 'limit'; did you mean 'limits'?"},
		{"header_seconds: 1",
			"x.yaml:1: unknown key 'header_seconds'; did you mean 'limits.header_seconds'?"},
		{"tls: {policy: x}", "x.yaml:1: unknown key 'policy' in tls; did you mean 'policy'?"},
		{"tls: {wibble: x}",
			"x.yaml:1: unknown key 'wibble' in tls; 'moderato serve --print-config' lists all"},
		{"listen: 127.0.0.1:80",
			"x.yaml:1: listen: expected a list such as [127.0.0.1:8080, \"unix:/run/x.sock\"], not "
			"'127.0.0.1:80'"},
		{"listen: [{a: b}]", LISTEN_EXPECTED "a mapping"},
		{"listen: [nowhere]", LISTEN_EXPECTED "'nowhere'"},
		{"listen: ['::1:80']", LISTEN_EXPECTED "'::1:80'"},
		{"listen: ['a:65536']", LISTEN_EXPECTED "'a:65536'"},
		{"threads: 1\nlisten: []\nthreads: 2",
			"x.yaml:3: threads: this is given in line 1 already"},
		{"limits: {body: 1MiB}\nlog: {}\nlimits: {}", "x.yaml:3: limits: this is given twice"},
		{"limits: 5", "x.yaml:1: limits: expected a mapping of settings, not '5'"},
		{"limits:", "x.yaml:1: limits: expected a mapping of settings, but there is nothing"},
		{"limits: {body: 2 MB}",
			"x.yaml:1: limits.body: expected a size such as 2MiB, from 1KiB to 1GiB, not '2 MB'"},
		{"limits: {body: 1}",
			"x.yaml:1: limits.body: expected a size such as 2MiB, from 1KiB to 1GiB, not '1'"},
		{"limits: {body: [1MiB]}",
			"x.yaml:1: limits.body: expected a size such as 2MiB, from 1KiB to 1GiB, not a list"},
		{"limits: {idle_seconds: 1m}",
			"x.yaml:1: limits.idle_seconds: expected seconds, from 1 to 86400, not '1m'"},
		{"limits: {idle_seconds: 0}",
			"x.yaml:1: limits.idle_seconds: expected seconds, from 1 to 86400, not '0'"},
		{"threads: 513", "x.yaml:1: threads: expected a whole number up to 512, not '513'"},
		{"threads: -1", "x.yaml:1: threads: expected a whole number up to 512, not '-1'"},
		{"anonymous: yes", "x.yaml:1: anonymous: expected true or false, not 'yes'"},
		{"anonymous:", "x.yaml:1: anonymous: expected true or false, but there is nothing"},
		{"policy: ''", "x.yaml:1: policy: expected a file, but there is nothing"},
		{"policy: [a]", "x.yaml:1: policy: expected a file, not a list"},
		{"policy: \"a\\nb\"", "x.yaml:1: policy: expected a file, without control characters"},
		{"policy: 'credential:'",
			"x.yaml:1: policy: expected credential: and a name as LoadCredential= has it, not "
			"'credential:'"},
		{"policy: credential:../x",
			"x.yaml:1: policy: expected credential: and a name as LoadCredential= has it, not "
			"'credential:../x'"},
		{"unix_mode: rw", "x.yaml:1: unix_mode: expected an access mode such as 0660, not 'rw'"},
		{"cors: {origins: [https://a/]}",
			"x.yaml:1: cors.origins: expected https://HOST[:PORT] or *, not 'https://a/'"},
		{"perspective: {languages: [english_]}", "x.yaml:1: perspective.languages: expected a "
												 "language's code such as en, not 'english_'"},
		{"akismet: {service_names: [A.example]}",
			"x.yaml:1: akismet.service_names: expected the name of a host, not 'A.example'"},
		{"akismet: {discard_from: 2}",
			"x.yaml:1: akismet.discard_from: expected a number from 0 to 1, not '2'"},
		{"keys: {name: a}",
			"x.yaml:1: keys: expected a list of keys, each beginning with - name:, not a mapping"},
		{"keys: [a]", "x.yaml:1: keys: expected a key, which begins with name:, not 'a'"},
		{"keys:\n  - name: a",
			"x.yaml:2: keys: expected a hash in this key, as 'moderato serve key new' prints it"},
		{"keys:\n  - hash: '" HASH "'",
			"x.yaml:2: keys: expected a name in this key, as 'moderato serve key new' prints it"},
		{"keys:\n  - name: a\n    hash: abc",
			"x.yaml:2: keys: a: expected sha256: and 64 hexadecimal digits, as 'moderato serve key "
			"new' prints them"},
		{"keys:\n  - name: a b",
			"x.yaml:2: keys: name: expected a name of at most 64 letters, digits and, but for the "
			"first, . _ -, not 'a b'"},
		{"keys:\n  - name: a\n    name: b", "x.yaml:3: keys: name: this is given twice"},
		{"keys:\n  - name: a\n    hash: '" HASH "'\n  - name: a\n    hash: '" HASH2 "'",
			"x.yaml:4: keys: a: there are two keys with the name 'a'"},
		{"keys:\n  - name: a\n    hash: '" HASH "'\n  - name: b\n    hash: '" HASH "'",
			"x.yaml:4: keys: b: 'b' is the same key as 'a'"},
		{"keys:\n  - name: a\n    hush: x",
			"x.yaml:3: unknown key 'hush' in keys; expected name, hash, scopes, rate or expires"},
		{"keys:\n  - scopes: [score, twitter]", "x.yaml:2: keys: scopes: expected perspective, "
												"akismet, openai, score or metrics, "
												"not 'twitter'"},
		{"keys:\n  - scopes: []", "x.yaml:2: keys: scopes: expected at least one scope; without "
								  "scopes: it may be used for "
								  "all"},
		{"keys:\n  - rate: 600",
			"x.yaml:2: keys: rate: expected a rate such as 600/minute (second, minute, hour, day), "
			"not '600'"},
		{"keys:\n  - expires: soon",
			"x.yaml:2: keys: expires: expected a day such as 2027-01-31, not 'soon'"},
		{"[a]", "x.yaml:1: expected settings such as listen: [127.0.0.1:8080], not a list"},
		{"text", "x.yaml:1: expected settings such as listen: [127.0.0.1:8080], not 'text'"},
		{"? [a]\n: b", "x.yaml:1: expected a key, not a list"},
	};
	struct config c;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		config_init(&c);
		if (config_parse(&c, "x.yaml", ".", str(cases[i].yaml), &err) != MODERATO_EFORMAT)
			fail_msg("%s: it was accepted", cases[i].yaml);
		assert_string_equal(err.message, cases[i].message);
		config_dispose(&c);
	}
}

static void lists_and_files__have_an_end(void **state)
{
	struct buffer yaml = BUFFER_INIT;
	struct config c;

	(void)state;
	buffer_add_str(&yaml, "listen: [");
	add_times(&yaml, "a:1, ", 256);
	buffer_add_str(&yaml, "]\n");
	parse(&c, buffer_cstr(&yaml));
	assert_int_equal(c.listen.n, 256);
	config_dispose(&c);
	buffer_clear(&yaml);
	buffer_add_str(&yaml, "listen: [");
	add_times(&yaml, "a:1, ", 257);
	buffer_add_str(&yaml, "]\n");
	config_init(&c);
	assert_int_equal(config_parse(&c, "x", ".", buffer_view(&yaml), &err), MODERATO_EFORMAT);
	assert_string_equal(err.message, "x:1: listen: expected at most 256 entries");
	config_dispose(&c);
	add_times(&yaml, "# much ado\n", 100000);
	config_init(&c);
	assert_int_equal(config_parse(&c, "x", ".", buffer_view(&yaml), &err), MODERATO_EFORMAT);
	assert_string_equal(err.message, "x: expected a configuration of at most 1048576 bytes");
	config_dispose(&c);
	buffer_dispose(&yaml);
}

/* ---- the whole ---- */

static void the_command_line__has_the_last_word(void **state)
{
	static const char *const listen[] = {"b:2"};
	static const char *const keys[] = {"0123456789ab", "ba9876543210"};
	static const char yaml[] =
		"listen: ['a:1']\npolicy: p\nlog: {access: x}\ncoral: {secrets: [s]}\n";
	struct serve_options options = {.listen = listen,
		.n_listen = 1,
		.keys = keys,
		.n_keys = 2,
		.policy = "other.yaml",
		.access_log = "-"};
	char path[64];
	struct config c;

	(void)state;
	temporary(path, sizeof(path), "a.yaml");
	write_file(path, yaml, sizeof(yaml) - 1);
	options.config = path;
	must(config_make(&c, &options, &err), err);
	assert_int_equal(c.listen.n, 1);
	assert_string_equal(c.listen.items[0], "b:2");
	assert_string_equal(c.policy, "other.yaml");
	assert_string_equal(c.log.access, "-");
	assert_int_equal(c.keys.n, 2);
	assert_string_equal(c.keys.v[0].name, "command-line");
	assert_string_equal(c.keys.v[1].name, "command-line-2");
	assert_int_equal(c.coral_secrets.n, 3);
	assert_string_equal(c.akismet.service_names.items[0], "rest.akismet.com");
	config_dispose(&c);
	remove_temporary(path);
}

static void secrets__come_from_a_file_too(void **state)
{
	struct serve_options options = {0};
	struct buffer yaml = BUFFER_INIT;
	char path[64];
	char config[80];
	struct config c;

	(void)state;
	temporary(path, sizeof(path), "s");
	write_file(path, "one\r\n\n  two two \nthree", 22);
	snprintf(config, sizeof(config), "%s.yaml", path);
	buffer_printf(&yaml, "coral: {secrets: [zero], secrets_file: s}\n");
	write_file(config, yaml.data, yaml.len);
	options.config = config;
	must(config_make(&c, &options, &err), err);
	assert_int_equal(c.coral_secrets.n, 4);
	assert_string_equal(c.coral_secrets.items[1], "one");
	assert_string_equal(c.coral_secrets.items[2], "two two");
	assert_string_equal(c.coral_secrets.items[3], "three");
	assert_int_equal(c.coral.secrets.n, 1);
	config_dispose(&c);
	remove(config);
	buffer_dispose(&yaml);
	remove_temporary(path);
}

static void what_does_not_fit_together__is_refused(void **state)
{
	static const struct {
		const char *yaml;
		const char *message;
	} cases[] = {
		{"anonymous: true\ntls: {key: a}",
			"tls: expected certificate and key, not only one of them"},
		{"anonymous: true\ntls: {listen: ['a:1']}",
			"tls: expected a certificate and a key to listen with"},
		{"anonymous: true\nlimits: {body: 2MiB, body_memory: 1MiB}",
			"limits: expected body_memory to be at least body, or no such body could come"},
	};
	struct config c;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		parse(&c, cases[i].yaml);
		assert_int_equal(config_check(&c, &err), MODERATO_EINVAL);
		assert_string_equal(err.message, cases[i].message);
		config_dispose(&c);
	}
	parse(&c, "anonymous: true");
	must(config_check(&c, &err), err);
	config_dispose(&c);
}

static void without_keys__it_is_closed(void **state)
{
	static const struct {
		const char *yaml;
		bool closed;
	} cases[] = {{"", true}, {"keys: []", true}, {"anonymous: true", false},
		{"akismet: {anonymous: true}", false}, {"keys:\n  - {name: a, hash: '" HASH "'}", false}};
	struct config c;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		parse(&c, cases[i].yaml);
		must(config_check(&c, &err), err);
		assert_int_equal(config_is_closed(&c), cases[i].closed);
		config_dispose(&c);
	}
}

static void count_name(void *payload, const char *name)
{
	buffer_printf(payload, "%s ", name);
}

static void what_needs_a_restart__is_told(void **state)
{
	struct buffer names = BUFFER_INIT;
	struct config a;
	struct config b;

	(void)state;
	parse(&a, "listen: ['a:1']\nthreads: 2\npolicy: p\n");
	parse(&b, "listen: ['a:2']\nthreads: 3\npolicy: q\nlimits: {connections: 5, body: 1MiB}\n");
	config_restart_needed(&a, &a, count_name, &names);
	assert_int_equal(names.len, 0);
	config_restart_needed(&a, &b, count_name, &names);
	assert_string_equal(buffer_cstr(&names), "listen threads ");
	buffer_dispose(&names);
	config_dispose(&a);
	config_dispose(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything__is_read),
		cmocka_unit_test(nothing__is_the_defaults),
		cmocka_unit_test(every_setting__is_in_the_test_of_everything),
		cmocka_unit_test(what_is_printed__reads_back),
		cmocka_unit_test(secrets__are_not_printed),
		cmocka_unit_test(mistakes__are_told_with_line_and_expectation),
		cmocka_unit_test(lists_and_files__have_an_end),
		cmocka_unit_test(the_command_line__has_the_last_word),
		cmocka_unit_test(secrets__come_from_a_file_too),
		cmocka_unit_test(what_does_not_fit_together__is_refused),
		cmocka_unit_test(without_keys__it_is_closed),
		cmocka_unit_test(what_needs_a_restart__is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
