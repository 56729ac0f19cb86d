/* SPDX-License-Identifier: MIT */
/* The table of all routes. */
#include <string.h>

#include "serve/protocol.h"

/* The first protocol that has a path answers it. */
static const struct protocol *const protocols[] = {
	&protocol_akismet, &protocol_operations, &protocol_perspective, &protocol_openai,
	&protocol_coral,
	&protocol_own, /* the last: refusals for paths that do not exist have its form */
};

enum { N_PROTOCOLS = sizeof(protocols) / sizeof(protocols[0]) };

static bool method_fits(const char *wanted, const char *method)
{
	return strcmp(wanted, method) == 0 ||
		   (strcmp(wanted, "GET") == 0 && strcmp(method, "HEAD") == 0);
}

const struct route *routes_find(const char *method, const char *path,
	const struct protocol **protocol, enum refusal_kind *refusal)
{
	size_t p;
	size_t i;

	*protocol = protocols[N_PROTOCOLS - 1];
	*refusal = REFUSAL_NOT_FOUND;
	for (p = 0; p < N_PROTOCOLS; p++) {
		for (i = 0; i < protocols[p]->n_routes; i++) {
			const struct route *route = &protocols[p]->routes[i];

			if (strcmp(route->path, path) != 0)
				continue;
			*protocol = protocols[p];
			if (method_fits(route->method, method)) {
				*refusal = REFUSAL_NONE;
				return route;
			}
			*refusal = REFUSAL_METHOD;
		}
	}
	return NULL;
}

const char *routes_allow(const char *path)
{
	const struct protocol *protocol;
	enum refusal_kind refusal;
	const bool get = routes_find("GET", path, &protocol, &refusal) != NULL;
	const bool post = routes_find("POST", path, &protocol, &refusal) != NULL;

	return get && post ? "GET, HEAD, POST" : (get ? "GET, HEAD" : "POST");
}

size_t routes_count(void)
{
	size_t n = 0;
	size_t p;

	for (p = 0; p < N_PROTOCOLS; p++)
		n += protocols[p]->n_routes;
	return n;
}

size_t routes_number(const struct route *route)
{
	size_t first = 0;
	size_t p;

	for (p = 0; route && p < N_PROTOCOLS; p++) {
		const struct protocol *protocol = protocols[p];

		if (route >= protocol->routes && route < protocol->routes + protocol->n_routes)
			return first + (size_t)(route - protocol->routes);
		first += protocol->n_routes;
	}
	return routes_count();
}

const char *routes_name(size_t number)
{
	size_t p;

	for (p = 0; p < N_PROTOCOLS; p++) {
		if (number < protocols[p]->n_routes)
			return protocols[p]->routes[number].name;
		number -= protocols[p]->n_routes;
	}
	return "none";
}
