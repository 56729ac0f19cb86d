/* SPDX-License-Identifier: MIT */
/* Connections: how many there may be, of one address too, and how long each may do nothing. */
#include "support.h"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "serve/http/peers.h"

struct address_text {
	struct sockaddr_storage address;
};

static const struct sockaddr *address_of(struct address_text *out, const char *text)
{
	struct sockaddr_in *v4 = (struct sockaddr_in *)&out->address;
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)&out->address;

	memset(out, 0, sizeof(*out));
	if (inet_pton(AF_INET, text, &v4->sin_addr) == 1)
		v4->sin_family = AF_INET;
	else if (inet_pton(AF_INET6, text, &v6->sin6_addr) == 1)
		v6->sin6_family = AF_INET6;
	else
		out->address.ss_family = AF_UNIX;
	return (const struct sockaddr *)&out->address;
}

static const struct config limited = {.limits = {.connections = 4,
										  .connections_per_address = 2,
										  .header_seconds = 10,
										  .request_seconds = 20,
										  .idle_seconds = 30}};

static void admission__is_limited__in_all_and_by_address(void **state)
{
	static const struct {
		const char *name;
		const char *from[6];
		enum peer_admission expected[6];
	} cases[] = {
		{"one address", {"192.0.2.1", "192.0.2.1", "192.0.2.1", "192.0.2.2"},
			{PEER_ADMITTED, PEER_ADMITTED, PEER_TOO_MANY_OF_THIS, PEER_ADMITTED}},
		{"an IPv6 network", {"2001:db8::1", "2001:db8::2", "2001:db8::3", "2001:db8:0:1::1"},
			{PEER_ADMITTED, PEER_ADMITTED, PEER_TOO_MANY_OF_THIS, PEER_ADMITTED}},
		{"IPv4 as IPv6", {"::ffff:192.0.2.1", "::ffff:192.0.2.1", "192.0.2.1", "::ffff:192.0.2.2"},
			{PEER_ADMITTED, PEER_ADMITTED, PEER_TOO_MANY_OF_THIS, PEER_ADMITTED}},
		{"Unix sockets", {"unix", "unix", "unix", "unix", "unix"},
			{PEER_ADMITTED, PEER_ADMITTED, PEER_ADMITTED, PEER_ADMITTED, PEER_TOO_MANY}},
	};
	size_t c;
	int i;

	(void)state;
	for (c = 0; c < COUNT(cases); c++) {
		struct peers peers;

		assert_true(peers_init(&peers));
		for (i = 0; i < 6 && cases[c].from[i]; i++) {
			struct address_text address;

			if (peers_add(&peers, 10 + i, address_of(&address, cases[c].from[i]), &limited, 1) !=
				cases[c].expected[i])
				fail_msg("%s: connection %d", cases[c].name, i);
		}
		while (peers.first)
			peers_remove(&peers, peers.first);
		for (i = 0; i < ADDRESS_BUCKETS; i++)
			assert_null(peers.addresses.buckets[i]);
		peers_dispose(&peers);
	}
}

static void a_socket__that_was_closed_without_a_word__is_free_again(void **state)
{
	struct address_text address;
	struct peers peers;

	(void)state;
	assert_true(peers_init(&peers));
	assert_int_equal(
		peers_add(&peers, 10, address_of(&address, "192.0.2.1"), &limited, 1), PEER_ADMITTED);
	assert_int_equal(
		peers_add(&peers, 10, address_of(&address, "192.0.2.1"), &limited, 2), PEER_ADMITTED);
	assert_int_equal(peers_count(&peers), 1);
	assert_null(peers_find(&peers, 11));
	assert_non_null(peers_find(&peers, 10));
	assert_null(peers_find(&peers, 1 << 30));
	peers_dispose(&peers);
}

static bool has_ended(int socket)
{
	struct pollfd p = {.fd = socket, .events = POLLIN};

	return poll(&p, 1, 0) > 0 && (p.revents & (POLLHUP | POLLIN));
}

static void time__ends_a_connection__by_what_it_does(void **state)
{
	static const struct {
		enum peer_state state;
		uint64_t lives_ms;
	} cases[] = {{PEER_NEW, 10000}, {PEER_HEADER, 10000}, {PEER_BODY, 20000}, {PEER_REPLY, 20000},
		{PEER_IDLE, 30000}, {PEER_STREAM, 30000}, {PEER_ANSWERS, 30000}};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		const uint64_t limit = cases[i].lives_ms;
		struct address_text address;
		struct peers peers;
		int pair[2];

		assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
		assert_true(peers_init(&peers));
		peers_add(&peers, pair[0], address_of(&address, "unix"), &limited, 1000);
		peer_set(peers_find(&peers, pair[0]), cases[i].state, 1000);
		peers_enforce(&peers, &limited, 1000 + limit);
		assert_false(has_ended(pair[1]));
		peers_enforce(&peers, &limited, 1001 + limit);
		assert_true(has_ended(pair[1]));
		peers_dispose(&peers);
		close(pair[0]);
		close(pair[1]);
	}
}

static void a_client__that_reads_some_of_its_answers__is_not_ended(void **state)
{
	static char bytes[65536];
	struct address_text address;
	struct peers peers;
	uint64_t now;
	int pair[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair), 0);
	assert_true(peers_init(&peers));
	peers_add(&peers, pair[0], address_of(&address, "unix"), &limited, 1000);
	peer_set(peers_find(&peers, pair[0]), PEER_ANSWERS, 1000);
	for (now = 1000; now < 1000000; now += 20000) {
		while (send(pair[0], bytes, sizeof(bytes), 0) > 0)
			continue;
		peers_enforce(&peers, &limited, now);
		assert_true(recv(pair[1], bytes, sizeof(bytes), 0) > 0);
		peers_enforce(&peers, &limited, now + 10000);
	}
	peers_enforce(&peers, &limited, now + 60000);
	while (recv(pair[1], bytes, sizeof(bytes), 0) > 0)
		continue;
	assert_true(has_ended(pair[1]));
	peers_dispose(&peers);
	close(pair[0]);
	close(pair[1]);
}

static void when_there_are_too_many__those_that_do_nothing__are_ended_soon(void **state)
{
	struct address_text address;
	struct peers peers;
	int pairs[4][2];
	int i;

	(void)state;
	assert_true(peers_init(&peers));
	for (i = 0; i < 4; i++) {
		assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pairs[i]), 0);
		peers_add(&peers, pairs[i][0], address_of(&address, "unix"), &limited, 1000);
	}
	peer_set(peers_find(&peers, pairs[0][0]), PEER_IDLE, 1000);
	peer_set(peers_find(&peers, pairs[1][0]), PEER_BODY, 1000);
	peer_set(peers_find(&peers, pairs[2][0]), PEER_IDLE, 2500);
	peers_enforce(&peers, &limited, 3000);
	for (i = 0; i < 4; i++)
		assert_false(has_ended(pairs[i][1]));
	assert_int_equal(
		peers_add(&peers, 900, address_of(&address, "unix"), &limited, 3000), PEER_TOO_MANY);
	peers_enforce(&peers, &limited, 3100);
	assert_true(has_ended(pairs[0][1]));
	assert_false(has_ended(pairs[1][1]));
	assert_false(has_ended(pairs[2][1]));
	assert_true(has_ended(pairs[3][1]));
	peers_dispose(&peers);
	for (i = 0; i < 4; i++) {
		close(pairs[i][0]);
		close(pairs[i][1]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(admission__is_limited__in_all_and_by_address),
		cmocka_unit_test(a_socket__that_was_closed_without_a_word__is_free_again),
		cmocka_unit_test(time__ends_a_connection__by_what_it_does),
		cmocka_unit_test(a_client__that_reads_some_of_its_answers__is_not_ended),
		cmocka_unit_test(when_there_are_too_many__those_that_do_nothing__are_ended_soon),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
